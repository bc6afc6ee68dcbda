import 'server-only';
import type { PgBoss } from 'pg-boss';
import { workOn } from '#lib/platform/queue/work.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { sweep } from './handlers/sweep.ts';

/** Starts this worker on every kind of task. Batches mostly wait for the provider, so many are held at a time. */
export async function startHandlers(boss: PgBoss, shutdown: AbortSignal): Promise<void> {
  await workOn(
    boss,
    {
      name: 'run.plan',
      keyOf: ({ runId }) => runId,
      concurrency: 4,
      handle: ({ runId }) => planRun(runId),
    },
    shutdown,
  );
  await workOn(
    boss,
    {
      name: 'batch.advance',
      keyOf: ({ batchId }) => batchId,
      concurrency: 8,
      handle: ({ batchId }, signal) => advanceBatch(batchId, signal),
    },
    shutdown,
  );
  await workOn(boss, { name: 'sweep', keyOf: () => 'sweep', concurrency: 1, handle: sweep }, shutdown);
}
