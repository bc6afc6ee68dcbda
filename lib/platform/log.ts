import 'server-only';
import pino from 'pino';
import { env } from './env.ts';

let logger: pino.Logger | undefined;

/** Structured JSON on stderr. Log ids and lengths, never bodies, cells, keys or tokens. */
export function log(): pino.Logger {
  logger ??= pino(
    { level: env.LOG_LEVEL, base: { pid: process.pid }, serializers: { err: errorForLog } },
    pino.destination({ dest: 2, sync: false }),
  );
  return logger;
}

/** Named fields only: errors of the database and of providers carry whole connections, headers and request bodies. */
function errorForLog(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return String(error);
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && { code: error.code }),
    ...('status' in error && { status: error.status }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 5 && { cause: errorForLog(error.cause, depth + 1) }),
  };
}
