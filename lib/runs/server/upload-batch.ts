import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { db } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { ProviderError } from '#lib/providers/server/provider.ts';
import { MAX_BATCH_BYTES } from '#lib/runs/schema.ts';
import { Prompt } from '#lib/templates/schema.ts';
import { type EngineBatch, moveBatch } from './batch-queries.ts';
import { failUnsent, releaseItems } from './item-store.ts';
import { type RenderedLines, renderLines } from './request-lines.ts';
import { addRunEvent } from './run-events.ts';
import { next, type Step, type StepContext } from './step.ts';

/**
 * Renders the batch's rows straight into the provider's upload. Repeating this costs nothing but an orphaned file, so it
 * simply runs again after any accident. What did not fit goes back to waiting and into a batch of its own.
 */
export async function uploadBatch({ batch, provider }: StepContext): Promise<Step> {
  const lines = renderLines({
    batch,
    datasetId: batch.run.datasetId,
    columns: columnNames(batch.run.dataset.columns),
    prompt: Prompt.parse(batch.run.prompt),
    provider,
    maxBytes: MAX_BATCH_BYTES,
  });
  const uploaded = await provider.uploadInput(`${batch.submissionId}.jsonl`, lines.chunks);
  const { result } = lines;
  if (uploaded.sizeBytes !== null && uploaded.sizeBytes !== result.sizeBytes) {
    await provider.deleteFile(uploaded.fileId);
    throw new ProviderError(
      'unavailable',
      `The provider holds ${uploaded.sizeBytes} bytes of an upload of ${result.sizeBytes}.`,
      {
        outcome: 'refused',
      },
    );
  }
  await saveUpload(batch, uploaded.fileId, result);
  return next;
}

async function saveUpload(batch: EngineBatch, inputFileId: string, result: RenderedLines['result']): Promise<void> {
  await db().$transaction(
    async (tx) => {
      const place = { workspaceId: batch.workspaceId, runId: batch.runId, batchId: batch.id };
      if (result.unsendable.length > 0) await failUnsent(tx, batch, result.unsendable);
      if (result.cutAt !== null) {
        const released = await releaseItems(tx, batch, result.cutAt);
        await addRunEvent(
          tx,
          place,
          'planned',
          `Batch ${batch.number} is full at 100 MB; ${released} rows go into another batch.`,
        );
        await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
      }
      const data = { inputFileId, inputSizeBytes: BigInt(result.sizeBytes), requestCount: result.lines };
      // Nothing to send is not a submission: its rows have failed already, each with its reason.
      if (result.lines === 0) {
        await moveBatch(tx, batch.id, 'failed', { ...data, reason: 'None of its rows could be sent.' });
        await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
      } else await moveBatch(tx, batch.id, 'uploaded', data);
    },
    { timeout: 120_000 },
  );
}
