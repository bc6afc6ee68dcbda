import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { type EngineBatch, moveBatch } from './batch-queries.ts';
import { cancelItems } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { next, over, type Step, type StepContext } from './step.ts';

/** Ends a batch that is surely not at the provider. */
export async function cancelUnsent(batch: EngineBatch): Promise<Step> {
  await db().$transaction(async (tx) => {
    failPoint('cancel.before-unsent');
    await cancelItems(tx, batch);
    await moveBatch(tx, batch, 'canceled', { reason: 'Canceled before it was sent.' });
    await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
    failPoint('cancel.before-unsent-commit');
  });
  failPoint('cancel.after-unsent');
  return over;
}

/** Asks the provider to stop a batch; what it has finished by then is kept and paid. */
export async function cancelAtProvider({ batch, provider }: StepContext): Promise<Step> {
  if (batch.providerBatchId === null) throw new Error(`Batch ${batch.id} is submitted without an id.`);
  failPoint('cancel.before-ask');
  await provider.cancelBatch(batch.providerBatchId);
  failPoint('cancel.after-ask');
  await moveBatch(db(), batch, 'canceling');
  failPoint('cancel.before-event');
  const message = `Asked the provider to stop batch ${batch.number}. Rows it has answered by then are kept.`;
  await addRunEvent(db(), { workspaceId: batch.workspaceId, runId: batch.runId, batchId: batch.id }, 'person', message);
  failPoint('cancel.after-event');
  return next;
}
