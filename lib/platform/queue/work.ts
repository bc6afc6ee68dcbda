import 'server-only';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { failPoint } from '#lib/platform/fail-point.ts';
import { type LogFields, log, withLogFields } from '#lib/platform/log.ts';
import { countMetric } from '#lib/platform/metric-counter.ts';
import { enqueueLater } from './queue.ts';
import { CrashedError, isSuspect, isTooManyCrashes, isTooManyLosses } from './suspect.ts';
import { type Hold, holdTask, noteCrash, releaseTask } from './task-hold.ts';
import { again, done, type Outcome, TASKS, type TaskName, type TaskPayload } from './tasks.ts';

/** New tasks are announced by the database at once; this is for those that were put off. */
const POLL_SECONDS = 0.5;
/** Between two tries of a task that ended a process of its own. */
const AFTER_CRASH_MS = 1_000;

export type Handler<N extends TaskName> = (payload: TaskPayload<N>, signal: AbortSignal) => Promise<Outcome>;

export type TaskKind<N extends TaskName> = {
  name: N;
  /** The key under which the task puts itself off. */
  keyOf(payload: TaskPayload<N>): string;
  handle: Handler<N>;
  /** Puts aside a task that ends every process it is tried in, and tells people. */
  park(payload: TaskPayload<N>, hold: Hold): Promise<void>;
  /** How many of these one worker does at a time. */
  concurrency: number;
};

export type WorkOptions = {
  /** Ends every handler's waits at shutdown. */
  shutdown: AbortSignal;
  /** Does a task in a process that does nothing else. @throws CrashedError when that process died of it. */
  runApart<N extends TaskName>(name: N, payload: TaskPayload<N>, signal: AbortSignal): Promise<Outcome>;
};

/**
 * Has this process work on a kind of task. A handler's signal ends its waits, at shutdown and when the queue has given the
 * task to another worker. A payload that does not fit its schema is hopeless, not repeated.
 */
export async function workOn<N extends TaskName>(boss: PgBoss, kind: TaskKind<N>, options: WorkOptions): Promise<void> {
  const pace = {
    localConcurrency: kind.concurrency,
    groupConcurrency: 1,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
    heartbeatRefreshSeconds: 2,
  };
  await boss.work(kind.name, pace, async ([job]) => {
    if (job) await withLogFields(fieldsOf(kind.name, job), () => workOnJob(kind, job, options));
  });
}

type Job = { id: string; data: unknown; signal: AbortSignal };

async function workOnJob<N extends TaskName>(kind: TaskKind<N>, job: Job, options: WorkOptions): Promise<void> {
  failPoint('task.before-hold');
  const parsed = TASKS[kind.name].safeParse(job.data);
  if (!parsed.success) return settle(kind, null, { kind: 'hopeless', why: parsed.error.message });
  const payload = parsed.data as TaskPayload<N>;
  const hold = await holdTask(kind.name, kind.keyOf(payload));
  if (hold.isParked) return;
  try {
    failPoint('task.before-handle');
    const started = performance.now();
    const signal = AbortSignal.any([options.shutdown, job.signal]);
    const outcome = await outcomeOf(kind, payload, { hold, signal, options });
    log().debug({ outcome: outcome.kind, tookMs: Math.round(performance.now() - started) }, 'A task was done.');
    failPoint('task.after-handle');
    await settle(kind, payload, outcome);
  } finally {
    failPoint('task.before-release');
    await releaseTask(hold);
  }
}

type Turn = { hold: Hold; signal: AbortSignal; options: WorkOptions };

async function outcomeOf<N extends TaskName>(kind: TaskKind<N>, payload: TaskPayload<N>, turn: Turn): Promise<Outcome> {
  const { hold, signal, options } = turn;
  if (isTooManyLosses(hold.losses)) return parked(kind, payload, hold);
  try {
    // Awaited here, so that what it throws is caught here.
    return await (isSuspect(hold) ? options.runApart(kind.name, payload, signal) : kind.handle(payload, signal));
  } catch (error) {
    // The queue keeps only the words; whoever looks into it needs the cause, and when it happened.
    log().warn({ err: error }, 'A task failed and is tried again later.');
    await countMetric('task_failures', kind.name);
    if (!(error instanceof CrashedError)) throw error;
    return isTooManyCrashes(await noteCrash(hold)) ? parked(kind, payload, hold) : again(AFTER_CRASH_MS);
  }
}

async function parked<N extends TaskName>(kind: TaskKind<N>, payload: TaskPayload<N>, hold: Hold): Promise<Outcome> {
  await kind.park(payload, hold);
  log().error('A task that ends every process it is tried in was put aside.');
  return done;
}

/** What every line that is logged during the task carries. */
function fieldsOf(task: TaskName, job: Job): LogFields {
  const ids = z.object({ runId: z.string().exactOptional(), batchId: z.string().exactOptional() }).safeParse(job.data);
  return { task, taskId: job.id, ...(ids.success ? ids.data : {}) };
}

async function settle<N extends TaskName>(
  kind: TaskKind<N>,
  payload: TaskPayload<N> | null,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'hopeless') {
    log().error({ why: outcome.why }, 'A task was given up.');
    await countMetric('tasks_given_up', kind.name);
  }
  if (outcome.kind !== 'again' || payload === null) return;
  failPoint('task.before-again');
  await enqueueLater(kind.name, payload, kind.keyOf(payload), outcome.afterMs);
  failPoint('task.after-again');
}
