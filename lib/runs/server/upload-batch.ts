import { MAX_BATCH_BYTES } from '#lib/runs/limits.ts';
import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { countOf } from '#lib/format.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { type Provider, ProviderError } from '#lib/providers/server/provider.ts';
import { requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { Output, Prompt } from '#lib/templates/schema.ts';
import { type EngineBatch, holdBatch, moveBatch } from './batch-queries.ts';
import { findRoom, stopAtCap } from './cap-room.ts';
import { placeOf } from './handle-refusal.ts';
import { noteUpload, noteUploaded } from './input-files.ts';
import { notePacks } from './item-packs.ts';
import { failUnsent, releaseItems } from './item-store.ts';
import { type LineSource, type RenderedLines, renderLines } from './request-lines.ts';
import { addRunEvent } from './run-events.ts';
import { next, over, type Step, type StepContext } from './step.ts';

/**
 * Renders the batch's rows straight into the provider's upload. Repeating this costs nothing but an orphaned file, so it
 * simply runs again after any accident. What did not fit goes back to waiting and into a batch of its own.
 */
export async function uploadBatch({ batch, provider }: StepContext): Promise<Step> {
  failPoint('upload.before-render');
  const room = await findRoom(db(), batch);
  const lines = renderLines(lineSourceOf(batch, provider, room));
  const { result } = lines;
  const content = await ifAny(lines.chunks);
  // A file without a line is refused everywhere; its rows have their own reasons, which a refusal would cover up.
  if (!content && result.cutBy === 'cap' && room) return stopAtCap(batch, result, room.roomPicoUsd);
  if (!content) {
    failPoint('upload.before-save-nothing');
    await saveNothing(batch, result);
    failPoint('upload.after-save-nothing');
    return over;
  }
  failPoint('upload.before-send');
  const noted = await noteUpload(batch);
  failPoint('upload.after-note');
  const uploaded = await provider.uploadInput(`${batch.submissionId}.jsonl`, content);
  failPoint('upload.before-noted');
  await noteUploaded(noted, uploaded.fileId);
  failPoint('upload.after-send');
  if (uploaded.sizeBytes !== null && uploaded.sizeBytes !== result.sizeBytes) {
    failPoint('upload.before-delete');
    await provider.deleteFile(uploaded.fileId);
    failPoint('upload.after-delete');
    throw new ProviderError(
      'unavailable',
      `The provider holds ${uploaded.sizeBytes} bytes of an upload of ${result.sizeBytes}.`,
      { outcome: 'refused' },
    );
  }
  failPoint('upload.before-save');
  await saveUpload(batch, uploaded.fileId, result);
  failPoint('upload.after-save');
  return next;
}

/** What the requests of a batch are rendered from, and where they are cut. */
export function lineSourceOf(
  batch: EngineBatch,
  provider: Pick<Provider, 'requestLine'>,
  room: Awaited<ReturnType<typeof findRoom>>,
): LineSource {
  const schema = requestShape(batch.run, batch.rowsPerRequest).jsonSchema;
  return {
    batch,
    datasetId: batch.run.datasetId,
    columns: columnNames(batch.run.dataset.columns),
    prompt: Prompt.parse(batch.run.prompt),
    guide: labelGuide(Output.parse(batch.run.output)),
    provider,
    maxBytes: MAX_BATCH_BYTES,
    schemaBytes: schema === null ? 0 : Buffer.byteLength(JSON.stringify(schema)),
    costs: requestCostsOf(batch.run, batch),
    room: room && { maxPicoUsd: room.roomPicoUsd, measuresRest: !room.isOnTheWay },
  };
}

/** The same chunks, or null when there is none. */
async function ifAny(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array> | null> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return null;
  return (async function* () {
    try {
      yield first.value;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  })();
}

export async function saveNothing(batch: EngineBatch, result: RenderedLines['result']): Promise<void> {
  await db().$transaction(async (tx) => {
    await holdBatch(tx, batch);
    const failed = await failUnsent(tx, batch, result.unsendable);
    await moveBatch(tx, batch, 'failed', { failed: failed.requests, reason: 'None of its rows could be sent.' });
    await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
    failPoint('upload.before-nothing-commit');
  });
}

/** Under the batch's lock: an upload that ends after its submission was given up must leave no mark on the next one. */
async function saveUpload(batch: EngineBatch, inputFileId: string, result: RenderedLines['result']): Promise<void> {
  await db().$transaction(
    async (tx) => {
      await holdBatch(tx, batch);
      failPoint('upload.after-hold');
      if (result.unsendable.length > 0) await failUnsent(tx, batch, result.unsendable);
      if (result.cutAt !== null) await releaseRest(tx, batch, result.cutAt, result.cutBy);
      if (result.packs) await notePacks(tx, batch, result.packs);
      failPoint('upload.after-packs');
      await moveBatch(tx, batch, 'uploaded', {
        inputFileId,
        inputSizeBytes: BigInt(result.sizeBytes),
        requestCount: result.rows,
        lineCount: result.lines,
        estimatedTokens: result.estimatedTokens,
        ceilingPicoUsd: result.ceilingPicoUsd,
        rowCeilingPicoUsd: result.rowCeilingPicoUsd,
        reason: null,
      });
      failPoint('upload.before-commit');
    },
    { timeout: 120_000 },
  );
}

export async function releaseRest(
  tx: Tx,
  batch: EngineBatch,
  fromRowIndex: number,
  cutBy: RenderedLines['result']['cutBy'],
): Promise<void> {
  const released = countOf((await releaseItems(tx, batch, fromRowIndex)).rows, 'row');
  const message =
    cutBy === 'cap'
      ? `Batch ${batch.number} is as large as fits under the cap: ${released} left for another batch.`
      : `Batch ${batch.number} is full at 100 MB: ${released} left for another batch.`;
  await addRunEvent(tx, placeOf(batch), 'planned', message);
  await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
}
