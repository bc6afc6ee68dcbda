import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import pino from 'pino';
import { env } from './env.ts';
import { errorForLog } from './error-for-log.ts';

/** Which task, run and batch this is about, and the id the provider gave to the last request of it. */
export type LogFields = {
  task?: string;
  taskId?: string;
  runId?: string;
  batchId?: string;
  providerRequestId?: string | undefined;
};

const fieldsOfTask = new AsyncLocalStorage<LogFields>();

let logger: pino.Logger | undefined;

/** Structured JSON on stderr. Log ids and lengths, never bodies, cells, keys or tokens. */
export function log(): pino.Logger {
  logger ??= pino(
    {
      level: env.LOG_LEVEL,
      base: { pid: process.pid },
      serializers: { err: errorForLog },
      mixin: () => ({ ...fieldsOfTask.getStore() }),
    },
    pino.destination({ dest: 2, sync: false }),
  );
  return logger;
}

/** Runs `work` so that every line logged in it, however deep, carries these fields. */
export function withLogFields<T>(fields: LogFields, work: () => Promise<T>): Promise<T> {
  return fieldsOfTask.run({ ...fields }, work);
}

/** Adds to the fields of the task at hand what is known only now. Outside a task nothing happens. */
export function addLogFields(fields: LogFields): void {
  const current = fieldsOfTask.getStore();
  if (current) Object.assign(current, fields);
}
