import 'server-only';
import type { PgBoss } from 'pg-boss';
import { db } from '#lib/platform/db/client.ts';
import { parkTask } from '#lib/platform/queue/task-hold.ts';
import type { TaskName } from '#lib/platform/queue/tasks.ts';
import { type TaskKind, workOn } from '#lib/platform/queue/work.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';
import { parkBatch, parkRun } from '#lib/runs/server/park-run.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { sweep } from './handlers/sweep.ts';
import { runApart } from './run-apart.ts';

/** Every kind of task there is. Batches mostly wait for the provider, so many are held at a time. */
export const TASK_KINDS: { [N in TaskName]: TaskKind<N> } = {
  'run.plan': {
    name: 'run.plan',
    keyOf: ({ runId }) => runId,
    concurrency: 4,
    handle: ({ runId }) => planRun(runId),
    park: ({ runId }, hold) => parkRun(runId, hold),
  },
  'batch.advance': {
    name: 'batch.advance',
    keyOf: ({ batchId }) => batchId,
    concurrency: 8,
    handle: ({ batchId }, signal) => advanceBatch(batchId, signal),
    park: ({ batchId }, hold) => parkBatch(batchId, hold),
  },
  sweep: {
    name: 'sweep',
    keyOf: () => 'sweep',
    concurrency: 1,
    handle: sweep,
    // It belongs to no run. Each worker that starts tries it again; until then its age is the alarm.
    park: (_nothing, hold) => parkTask(db(), hold),
  },
};

/** Starts this worker on every kind of task. */
export async function startHandlers(boss: PgBoss, shutdown: AbortSignal): Promise<void> {
  const options = { shutdown, runApart };
  await workOn(boss, TASK_KINDS['run.plan'], options);
  await workOn(boss, TASK_KINDS['batch.advance'], options);
  await workOn(boss, TASK_KINDS.sweep, options);
}
