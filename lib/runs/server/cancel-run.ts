import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { unparkTask } from '#lib/platform/queue/task-hold.ts';
import { listOpenBatchIds } from './batch-queries.ts';
import { cancelWaiting } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { lockRun, moveRun } from './run-queries.ts';

const BULK_TRANSACTION = { timeout: 120_000 };

/**
 * Asks for a stop: rows not sent yet are canceled now, batches at the provider are stopped there, and what is answered by
 * then is kept. The run is over when the last batch is. Throws `conflict` when there is nothing to stop.
 */
export async function cancelRun(actor: Actor, runId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockRun(tx, actor.workspaceId, runId);
    await moveRun(tx, runId, 'canceling');
    await cancelWaiting(tx, runId);
    await addRunEvent(tx, { workspaceId: actor.workspaceId, runId }, 'person', `${actor.name} canceled this run.`);
    await wakeRun(tx, runId);
  }, BULK_TRANSACTION);
}

/** Has every open batch of a run, and the run itself, looked at now, also those that were put aside. */
export async function wakeRun(tx: Tx, runId: string): Promise<void> {
  for (const batchId of await listOpenBatchIds(tx, runId)) {
    await unparkTask(tx, 'batch.advance', batchId);
    await enqueue(tx, 'batch.advance', { batchId }, batchId);
  }
  await unparkTask(tx, 'run.plan', runId);
  await enqueue(tx, 'run.plan', { runId }, runId);
}
