import 'server-only';
import { tellEveryBudget } from '#lib/budgets/server/tell-budgets.ts';
import { forgetOldUploads } from '#lib/datasets/server/upload-store.ts';
import { db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { env } from '#lib/platform/env.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { countMetric } from '#lib/platform/metric-counter.ts';
import { enqueueLater } from '#lib/platform/queue/queue.ts';
import { forgetOldHolds } from '#lib/platform/queue/task-hold.ts';
import { again, type Outcome } from '#lib/platform/queue/tasks.ts';
import { wakeEveryLine } from '#lib/runs/server/capacity-line.ts';
import { checkConservation } from '#lib/runs/server/check-conservation.ts';
import { bookDuplicates } from '#lib/runs/server/duplicate-batches.ts';
import { sweepInputFiles } from '#lib/runs/server/input-files.ts';
import { forgetOldWebhooks } from '#lib/runs/server/receive-webhook.ts';
import { listStaleWork } from '#lib/runs/server/stale-work.ts';

const EVERY_MS = 30_000;
const FORGET_WORKER_AFTER_MS = 60 * 60_000;

/**
 * Gives a task to what should be moving and has none, whatever the reason, and counts rows to see that none was lost. A task
 * that waits keeps its time: a provider that asked for an hour gets it. One of these runs at a time, over all workers, and
 * puts itself off again.
 */
export async function sweep(): Promise<Outcome> {
  failPoint('sweep.before-list');
  const stale = await listStaleWork(db());
  failPoint('sweep.before-tasks');
  for (const runId of stale.runIds) await enqueueLater('run.plan', { runId }, runId, 0);
  for (const batchId of stale.batchIds) await enqueueLater('batch.advance', { batchId }, batchId, 0);
  failPoint('sweep.before-forget');
  await db().workerProcess.deleteMany({ where: { seenAt: { lt: new Date(nowMs() - FORGET_WORKER_AFTER_MS) } } });
  await forgetOldHolds(db());
  await forgetOldWebhooks(db());
  await forgetOldUploads();
  failPoint('sweep.after-forget');
  await wakeEveryLine();
  failPoint('sweep.before-duplicates');
  const openDuplicates = await bookDuplicates();
  failPoint('sweep.before-files');
  await sweepInputFiles();
  failPoint('sweep.before-budgets');
  await tellEveryBudget();
  failPoint('sweep.before-check');
  await checkConservation();
  failPoint('sweep.before-count');
  await countMetric('sweeps');
  failPoint('sweep.after-count');
  return again(openDuplicates > 0 ? Math.min(EVERY_MS, env.POLL_SECONDS * 1000) : EVERY_MS);
}
