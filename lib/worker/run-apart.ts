import 'server-only';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { log } from '#lib/platform/log.ts';
import { CrashedError } from '#lib/platform/queue/suspect.ts';
import type { Outcome, TaskName, TaskPayload } from '#lib/platform/queue/tasks.ts';

const oneTask = fileURLToPath(new URL('./one-task.ts', import.meta.url));
/** From the order to stop until it is ended by force; within the time a worker has to stop. */
const STOP_GRACE_MS = 2_000;

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('again'), afterMs: z.number() }),
  z.object({ kind: z.literal('hopeless'), why: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
/** What a process for one task says at its end: the task's outcome, or the words of what it threw. */
export type Answer = z.infer<typeof Answer>;

/**
 * Does one task in a process of its own and waits for its end. Throws what the task threw, in words; `CrashedError` when the
 * process died before it answered and nobody had stopped it.
 */
export async function runApart<N extends TaskName>(
  name: N,
  payload: TaskPayload<N>,
  signal: AbortSignal,
): Promise<Outcome> {
  log().warn('A task that workers died with is tried in a process of its own.');
  const child = fork(oneTask, [name], {
    execArgv: ['--conditions=react-server'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let answer: unknown;
  child.on('message', (message) => {
    answer = message;
  });
  // A process that is gone cannot be told anything; its end says so.
  child.on('error', (error) => log().warn({ err: error }, 'A process for one task could not be spoken to.'));
  const exited = once(child, 'exit');
  const stop = () => stopChild(child);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  child.send({ payload }, () => undefined);
  await exited;
  signal.removeEventListener('abort', stop);
  return outcomeOf(answer, child, signal);
}

function outcomeOf(answer: unknown, child: ChildProcess, signal: AbortSignal): Outcome {
  const parsed = Answer.safeParse(answer);
  if (parsed.success) {
    if (parsed.data.kind === 'failed') throw new Error(parsed.data.message);
    return parsed.data;
  }
  signal.throwIfAborted();
  throw new CrashedError(`The process for one task ended (${child.signalCode ?? `code ${child.exitCode}`}).`);
}

function stopChild(child: ChildProcess): void {
  child.send('stop', () => undefined);
  setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS).unref();
}
