import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { filePauseMs } from '#lib/runs/pauses.ts';
import { type EngineBatch, moveBatch } from './batch-queries.ts';
import { placeOf, startOver } from './handle-refusal.ts';
import { pauseScale } from './pause-scale.ts';
import { addRunEvent } from './run-events.ts';
import { next, type Step, wait } from './step.ts';

const NOT_FOUND_YET = 'The provider does not find the file it has just taken.';

/**
 * The provider has the file and does not find it, at the create or at validation: a file may take a while to be seen there.
 * The batch is made again of the same file after a pause, and now and then the file is sent anew. Nothing was run or charged.
 */
export async function waitForFile(batch: EngineBatch): Promise<Step> {
  const fileMisses = batch.fileMisses + 1;
  const pauseMs = filePauseMs(fileMisses, pauseScale());
  await db().$transaction(async (tx) => {
    failPoint('file.before-move');
    if (pauseMs === null) {
      await startOver(tx, batch);
      await tx.batch.update({ where: { id: batch.id }, data: { fileMisses } });
      await addRunEvent(tx, placeOf(batch), 'trouble', `${messageOf(batch)} Sending it again.`);
    } else {
      const nextTryAt = new Date(nowMs() + pauseMs);
      const atProvider = { providerBatchId: null, submittedAt: null };
      await moveBatch(tx, batch, 'waiting_for_capacity', {
        ...atProvider,
        fileMisses,
        nextTryAt,
        reason: NOT_FOUND_YET,
      });
      if (fileMisses === 1) await addRunEvent(tx, placeOf(batch), 'trouble', `${messageOf(batch)} Trying again soon.`);
    }
    failPoint('file.before-commit');
  });
  failPoint('file.after-commit');
  return pauseMs === null || batch.run.status === 'canceling' ? next : wait(pauseMs);
}

function messageOf(batch: EngineBatch): string {
  return `The provider does not find the file of batch ${batch.number}.`;
}
