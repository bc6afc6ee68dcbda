import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { env } from '#lib/platform/env.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import type { BatchReport } from '#lib/providers/server/provider.ts';
import type { EngineBatch } from './batch-queries.ts';
import { cancelUnsent } from './cancel-batch.ts';
import { stopDuplicate } from './duplicate-batches.ts';
import { pauseFor, placeOf, startOver } from './handle-refusal.ts';
import { addRunEvent } from './run-events.ts';
import { next, type Step, type StepContext, wait } from './step.ts';
import { adopt } from './submit-batch.ts';

/** Clocks differ: the list is read back to this long before the call. */
const LOOK_BACK_MS = 10 * 60_000;
const MIN_EMPTY_LISTINGS = 3;
/** A provider whose list does not show what it was sent would be sent, and perhaps paid, the same rows for ever. */
const MAX_LOST_SUBMISSIONS = 3;
const LOST_AGAIN =
  'The provider gave no clear answer again and again, and its list does not show what was sent. Look at the account there for batches of this run before you resume: resuming sends these rows again.';
/** How much of the list is read before its order is believed. */
const MIN_LISTED = 100;

/**
 * Finds out whether a submission of unknown outcome reached the provider. Found: adopted. Absent from several complete
 * listings spread over RESOLVE_SECONDS: its input file is deleted, so that a late call cannot succeed, the list is read
 * once more, and only then is it submitted anew, with a new id and a new file.
 */
export async function resolveSubmission(context: StepContext): Promise<Step> {
  const { batch, provider } = context;
  failPoint('resolve.before-list');
  const found = await findSubmissions(context);
  failPoint('resolve.after-list');
  if (found.length > 0) return adoptFirst(context, found);
  const submittingAt = batch.submittingAt?.getTime() ?? 0;
  const isLongEnough = nowMs() - submittingAt >= env.RESOLVE_SECONDS * 1000;
  if (batch.emptyListings + 1 < MIN_EMPTY_LISTINGS || !isLongEnough) {
    failPoint('resolve.before-note-empty');
    await db().batch.updateMany({
      where: { id: batch.id, status: 'unknown' },
      data: { emptyListings: { increment: 1 } },
    });
    failPoint('resolve.after-note-empty');
    return wait(Math.min(60_000, Math.max(200, (env.RESOLVE_SECONDS * 1000) / MIN_EMPTY_LISTINGS)));
  }
  failPoint('resolve.before-delete');
  if (batch.inputFileId) await provider.deleteFile(batch.inputFileId);
  failPoint('resolve.after-delete');
  const late = await findSubmissions(context);
  failPoint('resolve.after-second-list');
  if (late.length > 0) return adoptFirst(context, late);
  if (batch.run.status === 'canceling') return cancelUnsent(batch);
  if (batch.lostSubmissions >= MAX_LOST_SUBMISSIONS) return pauseFor(batch, LOST_AGAIN);
  await db().$transaction(async (tx) => {
    failPoint('resolve.before-start-over');
    await startOver(tx, batch);
    await tx.batch.update({ where: { id: batch.id }, data: { lostSubmissions: { increment: 1 } } });
    failPoint('resolve.before-commit');
    await addRunEvent(
      tx,
      placeOf(batch),
      'trouble',
      `Batch ${batch.number} never reached the provider. Sending it again.`,
    );
  });
  failPoint('resolve.after-start-over');
  return next;
}

/**
 * Reads to the place in time, or throws: a list that was not read so far is no reason to pay again. What was found before
 * an error is found all the same. The driver ends a list that has no end.
 */
async function findSubmissions({ batch, provider }: StepContext): Promise<BatchReport[]> {
  const since = (batch.submittingAt?.getTime() ?? nowMs()) - LOOK_BACK_MS;
  const found = new Map<string, BatchReport>();
  let [listed, newest, isNewestFirst] = [0, Number.POSITIVE_INFINITY, true];
  try {
    for await (const report of provider.listBatches()) {
      if (isOurs(batch, report)) found.set(report.batchId, report);
      const createdAt = report.createdAt.getTime();
      listed += 1;
      isNewestFirst &&= createdAt <= newest;
      newest = createdAt;
      if (createdAt < since && isNewestFirst && listed >= MIN_LISTED) break;
    }
  } catch (error) {
    if (found.size === 0) throw error;
  }
  return [...found.values()];
}

function isOurs(batch: EngineBatch, report: BatchReport): boolean {
  return (
    report.submissionId === batch.submissionId ||
    (batch.inputFileId !== null && report.inputFileId === batch.inputFileId)
  );
}

/**
 * More than one batch for one submission would be paid twice: the first is kept, the others are stopped at once. One that was
 * refused at validation ran nothing and costs nothing: it is kept only where there is no other, and is nobody's duplicate.
 */
async function adoptFirst(context: StepContext, found: BatchReport[]): Promise<Step> {
  const refused = (report: BatchReport) => Number(report.state === 'rejected');
  const [first, ...others] = found.toSorted(
    (a, b) =>
      refused(a) - refused(b) || a.createdAt.getTime() - b.createdAt.getTime() || a.batchId.localeCompare(b.batchId),
  );
  if (!first) throw new Error('Nothing to adopt.');
  for (const other of others) if (!refused(other)) await stopDuplicate(context, other.batchId);
  await adopt(context.batch, first);
  return next;
}
