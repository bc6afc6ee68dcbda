import 'server-only';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { failPoint } from '#lib/platform/fail-point.ts';
import { type LogFields, log, withLogFields } from '#lib/platform/log.ts';
import { countMetric } from '#lib/platform/metric-counter.ts';
import { enqueueLater } from './queue.ts';
import { type Outcome, TASKS, type TaskName, type TaskPayload } from './tasks.ts';

/** New tasks are announced by the database at once; this is for those that were put off. */
const POLL_SECONDS = 0.5;

export type Handler<N extends TaskName> = (payload: TaskPayload<N>, signal: AbortSignal) => Promise<Outcome>;

export type TaskKind<N extends TaskName> = {
  name: N;
  /** The key under which the task puts itself off. */
  keyOf(payload: TaskPayload<N>): string;
  handle: Handler<N>;
  /** How many of these one worker does at a time. */
  concurrency: number;
};

/**
 * Has this process work on a kind of task. `signal` ends every handler's waits, at shutdown and when the queue has given
 * the task to another worker. A payload that does not fit its schema is hopeless, not repeated.
 */
export async function workOn<N extends TaskName>(
  boss: PgBoss,
  kind: TaskKind<N>,
  shutdown: AbortSignal,
): Promise<void> {
  const options = {
    localConcurrency: kind.concurrency,
    groupConcurrency: 1,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
    heartbeatRefreshSeconds: 2,
  };
  await boss.work(kind.name, options, async ([job]) => {
    if (job) await withLogFields(fieldsOf(kind.name, job), () => workOnJob(kind, job, shutdown));
  });
}

type Job = { id: string; data: unknown; signal: AbortSignal };

async function workOnJob<N extends TaskName>(kind: TaskKind<N>, job: Job, shutdown: AbortSignal): Promise<void> {
  failPoint('task.before-handle');
  const started = performance.now();
  const payload = TASKS[kind.name].safeParse(job.data);
  const handled = payload.success
    ? kind.handle(payload.data as TaskPayload<N>, AbortSignal.any([shutdown, job.signal]))
    : ({ kind: 'hopeless', why: payload.error.message } as const);
  const outcome = await Promise.resolve(handled).catch(async (error: unknown) => {
    // The queue keeps only the words; whoever looks into it needs the cause, and when it happened.
    log().warn({ err: error }, 'A task failed and is tried again later.');
    await countMetric('task_failures', kind.name);
    throw error;
  });
  log().debug({ outcome: outcome.kind, tookMs: Math.round(performance.now() - started) }, 'A task was done.');
  failPoint('task.after-handle');
  await settle(kind, job, outcome);
}

/** What every line that is logged during the task carries. */
function fieldsOf(task: TaskName, job: Job): LogFields {
  const ids = z.object({ runId: z.string().exactOptional(), batchId: z.string().exactOptional() }).safeParse(job.data);
  return { task, taskId: job.id, ...(ids.success ? ids.data : {}) };
}

async function settle<N extends TaskName>(
  kind: TaskKind<N>,
  job: { id: string; data: unknown },
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'hopeless') {
    log().error({ why: outcome.why }, 'A task was given up.');
    await countMetric('tasks_given_up', kind.name);
  }
  if (outcome.kind !== 'again') return;
  failPoint('task.before-again');
  const payload = job.data as TaskPayload<N>;
  await enqueueLater(kind.name, payload, kind.keyOf(payload), outcome.afterMs);
  failPoint('task.after-again');
}
