import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { ProviderError } from '#lib/providers/server/provider.ts';
import { MAX_MISSING_LOOKS, missingPauseMs } from '#lib/runs/pauses.ts';
import { isAtProvider } from '#lib/runs/state.ts';
import { type EngineBatch, holdBatch, moveBatch } from './batch-queries.ts';
import { placeOf } from './handle-refusal.ts';
import { settleUnanswered } from './item-store.ts';
import { pauseScale } from './pause-scale.ts';
import { addRunEvent } from './run-events.ts';
import { over, type Step, wait } from './step.ts';

/** A person who cancels is not kept waiting for an hour. */
const MAX_LOOKS_WHILE_CANCELING = 3;
/** One look that fails is nothing; at the third a person is told. */
const ALARM_AT_LOOK = 3;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const SETTLE_TRANSACTION = { timeout: 120_000 };

/** Whether the provider says that it has nothing under an id. */
export function isMissing(error: unknown): error is ProviderError {
  return error instanceof ProviderError && (error.trouble === 'not_found' || error.trouble === 'file_missing');
}

/**
 * The provider had something and does not show it: it is looked for with growing pauses, and given up after a number of
 * looks. `what` is a sentence that says what is not there.
 */
export async function lookAgain(batch: EngineBatch, what: string): Promise<Step> {
  const looks = batch.missingLooks + 1;
  const most = batch.run.status === 'canceling' ? MAX_LOOKS_WHILE_CANCELING : MAX_MISSING_LOOKS;
  if (looks > most) return giveUp(batch, what);
  failPoint('missing.before-note');
  await db().$transaction(async (tx) => {
    const { count } = await tx.batch.updateMany({
      where: { id: batch.id, submissionId: batch.submissionId, missingLooks: batch.missingLooks },
      data: { missingLooks: looks, polledAt: now() },
    });
    if (count === 1 && looks === ALARM_AT_LOOK)
      await addRunEvent(tx, placeOf(batch), 'alarm', `Batch ${batch.number}: ${what} Looking again for a while.`);
    failPoint('missing.before-note-commit');
  });
  failPoint('missing.after-note');
  return wait(missingPauseMs(looks, pauseScale()));
}

/** Rows without an answer are missing, and stay so until a person retries them: they may have been paid already. */
async function giveUp(batch: EngineBatch, what: string): Promise<Step> {
  const reason = `${what} Rows without an answer can be retried; they may have been paid for once already.`;
  await db().$transaction(async (tx) => {
    failPoint('missing.before-give-up');
    if (isAtProvider(batch.status)) await moveBatch(tx, batch, 'ingesting', { outcome: 'failed' });
    else await holdBatch(tx, batch);
    failPoint('missing.before-unanswered');
    const { requests: failed } = await settleUnanswered(tx, batch, {
      cause: 'missing',
      message: what,
      mayRetry: false,
    });
    failPoint('missing.before-move');
    await moveBatch(tx, batch, 'failed', { failed: { increment: failed }, unsureAnswers: failed, reason });
    await addRunEvent(tx, placeOf(batch), 'trouble', `Batch ${batch.number} was given up. ${reason}`);
    await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
    failPoint('missing.before-give-up-commit');
  }, SETTLE_TRANSACTION);
  failPoint('missing.after-give-up');
  return over;
}

/** Tells a person, once, of a batch that should have ended an hour ago. It is looked at on and on all the same. */
export async function noteOverdue(batch: EngineBatch, providerStatus: string): Promise<void> {
  const due = batch.expiresAt?.getTime() ?? (batch.submittedAt?.getTime() ?? nowMs()) + DAY_MS;
  if (batch.overdueSince || nowMs() < due + HOUR_MS) return;
  failPoint('overdue.before-note');
  await db().$transaction(async (tx) => {
    const { count } = await tx.batch.updateMany({
      where: { id: batch.id, submissionId: batch.submissionId, overdueSince: null },
      data: { overdueSince: now() },
    });
    if (count === 0) return;
    const message = `Batch ${batch.number} should have ended over an hour ago; the provider still says “${providerStatus}”. It is looked at on and on. Canceling the run fetches what is answered.`;
    await addRunEvent(tx, placeOf(batch), 'alarm', message);
    failPoint('overdue.before-commit');
  });
  failPoint('overdue.after-note');
}
