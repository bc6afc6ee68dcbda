import 'server-only';
import pino from 'pino';
import { env } from './env.ts';

let logger: pino.Logger | undefined;

/** Structured JSON on stderr. Log ids and lengths, never bodies, cells, keys or tokens. */
export function log(): pino.Logger {
  logger ??= pino({ level: env.LOG_LEVEL, base: { pid: process.pid } }, pino.destination({ dest: 2, sync: false }));
  return logger;
}
