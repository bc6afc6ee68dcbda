import 'server-only';
import { closePool } from '#lib/platform/db/pool.ts';
import { log, withLogFields } from '#lib/platform/log.ts';
import { closeQueue } from '#lib/platform/queue/queue.ts';
import { type Outcome, TASKS, type TaskName } from '#lib/platform/queue/tasks.ts';
import type { Handler } from '#lib/platform/queue/work.ts';
import { TASK_KINDS } from './handlers.ts';
import { watchLoop } from './loop-watch.ts';
import type { Answer } from './run-apart.ts';

// A process for one task, started by run-apart.ts: told the payload, it answers with the outcome, and ends.
const name = process.argv[2] ?? '';
if (!isTaskName(name)) throw new Error(`There is no task ${name}.`);
const stopping = new AbortController();
watchLoop();
process.on('disconnect', () => process.exit(1));
process.on('message', (message) => {
  if (message === 'stop') stopping.abort();
  else void answer(name, message);
});

function isTaskName(word: string): word is TaskName {
  return word in TASKS;
}

async function answer<N extends TaskName>(task: N, message: unknown): Promise<void> {
  const said = await withLogFields({ task }, () => handle(task, message)).catch((error: unknown): Answer => {
    log().warn({ err: error }, 'A task in a process of its own failed.');
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  });
  await Promise.allSettled([closeQueue(), closePool()]);
  process.send?.(said, () => process.exit(0));
}

async function handle<N extends TaskName>(task: N, message: unknown): Promise<Outcome> {
  const given = typeof message === 'object' && message !== null && 'payload' in message ? message.payload : null;
  const work: Handler<N> = TASK_KINDS[task].handle;
  return work(TASKS[task].parse(given) as Parameters<Handler<N>>[0], stopping.signal);
}
