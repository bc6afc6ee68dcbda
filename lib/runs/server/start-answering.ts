import 'server-only';
import { countOf } from '#lib/format.ts';
import { db } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { type EngineBatch, holdBatch, moveBatch } from './batch-queries.ts';
import { enterUnderCap, findRoom, stopAtCap } from './cap-room.ts';
import { placeOf } from './handle-refusal.ts';
import { notePacks } from './item-packs.ts';
import { failUnsent } from './item-store.ts';
import { type RenderedLines, renderLines } from './request-lines.ts';
import { addRunEvent } from './run-events.ts';
import { next, over, type Step, type StepContext } from './step.ts';
import { lineSourceOf, releaseRest, saveNothing } from './upload-batch.ts';

const HOW = {
  flex: 'by flex, at the price of a batch',
  standard: 'at the real-time price',
} as const;

/**
 * Measures what a batch may cost whose rows are asked for one by one, and lets it begin if that fits under the cap of its run. What does
 * not fit goes into a batch of its own. Nothing has left the building when this is over.
 */
export async function startAnswering({ batch, provider }: StepContext): Promise<Step> {
  failPoint('now.before-measure');
  const room = await findRoom(db(), batch);
  const { chunks, result } = renderLines(lineSourceOf(batch, provider, room));
  // Only their sizes matter here; the same rows are rendered again when they are sent.
  for await (const _chunk of chunks);
  if (result.lines === 0 && result.cutBy === 'cap' && room) return stopAtCap(batch, result, room.roomPicoUsd);
  if (result.lines === 0) {
    await saveNothing(batch, result);
    return over;
  }
  failPoint('now.before-begin');
  const stopped = await begin(batch, result);
  failPoint('now.after-begin');
  return stopped ?? next;
}

async function begin(batch: EngineBatch, result: RenderedLines['result']): Promise<Step | null> {
  return db().$transaction(
    async (tx) => {
      await holdBatch(tx, batch);
      const stopped = await enterUnderCap(tx, { ...batch, ceilingPicoUsd: result.ceilingPicoUsd });
      if (stopped) return stopped;
      if (result.unsendable.length > 0) await failUnsent(tx, batch, result.unsendable);
      if (result.cutAt !== null) await releaseRest(tx, batch, result.cutAt, result.cutBy);
      if (result.packs) await notePacks(tx, batch, result.packs);
      await moveBatch(tx, batch, 'answering', {
        requestCount: result.rows,
        lineCount: result.lines,
        ceilingPicoUsd: result.ceilingPicoUsd,
        rowCeilingPicoUsd: result.rowCeilingPicoUsd,
        reason: null,
      });
      const how = batch.lane === 'flex' ? HOW.flex : HOW.standard;
      const message = `Batch ${batch.number}: asking for ${countOf(result.lines, 'row')} one by one, ${how}.`;
      await addRunEvent(tx, placeOf(batch), 'sent', message);
      failPoint('now.before-begin-commit');
      return null;
    },
    { timeout: 120_000 },
  );
}
