import 'server-only';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import type { FailureCause } from '#lib/providers/failure-causes.ts';
import type { ProviderError, ProviderTrouble } from '#lib/providers/server/provider.ts';
import { nowPauseMs } from '#lib/runs/pauses.ts';
import { type EngineBatch, holdBatch } from './batch-queries.ts';
import { ACCOUNT_TROUBLE, pauseRunOf, placeOf } from './handle-refusal.ts';
import { failBatchItems } from './item-store.ts';
import { pauseScale } from './pause-scale.ts';
import { addRunEvent } from './run-events.ts';
import { next, over, type Step, wait } from './step.ts';

/** Why a batch's rows are not asked for any further, for now. `isFirst`: answers came before this refusal. */
export type NowStop =
  | { kind: 'turn' }
  | { kind: 'stopped' }
  | { kind: 'lost' }
  | { kind: 'refused'; error: ProviderError; isFirst: boolean };

/** A try is looked at by somebody who waits: it ends in words instead of waiting on and on. */
const TRY_REFUSALS = 4;
/** So often flex may have no room before the real-time price is paid. */
const FLEX_REFUSALS = 3;

const LOST_IN_A_ROW =
  'Three answers in a row were lost on their way back, so no more rows are asked for. They may have been billed. Look at the provider’s status, then resume.';
const NO_ANSWERS_THERE =
  'Nothing at the address of this connection answers single requests (404). It may take batches all the same.';
const FLEX_IS_FULL = 'Flex has no room: the rest is asked for at the real-time price.';

/** Trouble of the account or the connection: asking again as it is does not help. */
function sentenceOf(trouble: ProviderTrouble): string | null {
  const account: Partial<Record<ProviderTrouble, string>> = ACCOUNT_TROUBLE;
  if (trouble === 'not_found') return NO_ANSWERS_THERE;
  if (trouble === 'forbidden')
    return 'The provider does not allow this account to ask. Check the account, then resume.';
  return account[trouble] ?? null;
}

/** What follows from a turn that ended before every row was asked for. */
export async function stepAfterStop(batch: EngineBatch, stop: Exclude<NowStop, { kind: 'turn' }>): Promise<Step> {
  // Whatever it was is in the database by now: the batch is looked at again.
  if (stop.kind === 'stopped') return next;
  if (stop.kind === 'lost') return stopFor(batch, 'answer_lost', LOST_IN_A_ROW);
  const { trouble, message, retryAfterMs } = stop.error;
  const sentence = sentenceOf(trouble);
  if (sentence) return stopFor(batch, trouble === 'model_unavailable' ? trouble : 'invalid_request', sentence);
  const refusals = stop.isFirst ? 1 : batch.refusals + 1;
  if (batch.lane === 'flex' && trouble === 'capacity' && refusals >= FLEX_REFUSALS) return leaveFlex(batch);
  if (batch.run.purpose === 'try' && refusals >= TRY_REFUSALS) return giveUp(batch, 'rate_limited', message);
  const pauseMs = retryAfterMs ?? nowPauseMs(refusals, pauseScale());
  failPoint('now.before-wait');
  await db().$transaction(async (tx) => {
    await holdBatch(tx, batch);
    const nextTryAt = new Date(nowMs() + pauseMs);
    await tx.batch.update({ where: { id: batch.id }, data: { refusals, nextTryAt, reason: message } });
    if (refusals === 1) await addRunEvent(tx, placeOf(batch), 'waiting', `Batch ${batch.number} waits: ${message}`);
  });
  return wait(pauseMs);
}

/** A run pauses for a person; a try, which somebody looks at, says what it could not do and is over. */
async function stopFor(batch: EngineBatch, cause: FailureCause, sentence: string): Promise<Step> {
  if (batch.run.purpose === 'try') return giveUp(batch, cause, sentence);
  await db().$transaction(async (tx) => {
    failPoint('now.before-pause');
    await holdBatch(tx, batch);
    await pauseRunOf(tx, batch, sentence);
  });
  failPoint('now.after-pause');
  return over;
}

/** Rows that were not asked for fail in words; the next look finds nothing left and ends the batch. */
async function giveUp(batch: EngineBatch, cause: FailureCause, sentence: string): Promise<Step> {
  await db().$transaction(async (tx) => {
    failPoint('now.before-give-up');
    await holdBatch(tx, batch);
    const failed = await failBatchItems(tx, batch, cause, sentence);
    await tx.batch.update({
      where: { id: batch.id },
      data: { failed: { increment: failed.requests }, reason: sentence },
    });
    await addRunEvent(tx, placeOf(batch), 'trouble', `Batch ${batch.number}: ${sentence}`);
  });
  return next;
}

/** Flex has no room, or no time is left for it: what is not asked for yet goes at the real-time price. */
export async function leaveFlex(batch: EngineBatch, why = FLEX_IS_FULL): Promise<Step> {
  await db().$transaction(async (tx: Tx) => {
    failPoint('now.before-leave-flex');
    await holdBatch(tx, batch);
    const { count } = await tx.run.updateMany({
      where: { id: batch.runId, lane: 'flex' },
      data: { lane: 'standard' },
    });
    if (count > 0) await addRunEvent(tx, placeOf(batch), 'trouble', why);
  });
  return next;
}
