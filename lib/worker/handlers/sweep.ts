import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { again, type Outcome } from '#lib/platform/queue/tasks.ts';
import { listStaleWork } from '#lib/runs/server/stale-work.ts';

const EVERY_MS = 30_000;
const FORGET_WORKER_AFTER_MS = 60 * 60_000;

/**
 * Wakes what should be moving and has not been looked at for a while, whatever the reason; waking something twice is
 * harmless. One of these runs at a time, over all workers, and puts itself off again.
 */
export async function sweep(): Promise<Outcome> {
  const stale = await listStaleWork(db());
  await db().$transaction(async (tx) => {
    for (const runId of stale.runIds) await enqueue(tx, 'run.plan', { runId }, runId);
    for (const batchId of stale.batchIds) await enqueue(tx, 'batch.advance', { batchId }, batchId);
  });
  await db().workerProcess.deleteMany({ where: { seenAt: { lt: new Date(Date.now() - FORGET_WORKER_AFTER_MS) } } });
  return again(EVERY_MS);
}
