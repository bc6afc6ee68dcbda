import 'server-only';
import { countOf } from '#lib/format.ts';
import { db } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { type EngineBatch, holdBatch, moveBatch } from './batch-queries.ts';
import { releaseItems } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { over, type Step } from './step.ts';

/** Whether the rest of a run goes out another way by now, so that the provider is to stop this batch. */
export function isRecalled(batch: Pick<EngineBatch, 'lane' | 'run'>): boolean {
  return batch.run.lane !== 'batch' && batch.lane !== batch.run.lane;
}

/** Ends a batch that is surely not at the provider, so that its rows go out the other way. */
export async function recallUnsent(batch: EngineBatch): Promise<Step> {
  await db().$transaction(
    async (tx) => {
      failPoint('recall.before-move');
      await moveBatch(tx, batch, 'canceled', { reason: 'Its rows are asked for one by one instead.' });
      const released = await releaseItems(tx, batch);
      failPoint('recall.before-event');
      const message = `Batch ${batch.number} was not sent yet: its ${countOf(released.rows, 'row')} are asked for one by one.`;
      await addRunEvent(
        tx,
        { workspaceId: batch.workspaceId, runId: batch.runId, batchId: batch.id },
        'planned',
        message,
      );
      await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
      failPoint('recall.before-commit');
    },
    { timeout: 120_000 },
  );
  failPoint('recall.after-commit');
  return over;
}

/** The rows of a batch that were not asked for yet, back to waiting: they go out another way. Nothing of it is under way. */
export async function releaseUnasked(batch: EngineBatch): Promise<void> {
  await db().$transaction(async (tx) => {
    await holdBatch(tx, batch);
    failPoint('recall.before-release');
    const released = await releaseItems(tx, batch);
    await tx.batch.update({
      where: { id: batch.id },
      data: { requestCount: { decrement: released.requests } },
    });
  });
}
