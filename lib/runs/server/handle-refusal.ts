import 'server-only';
import { newId } from '#lib/ids.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import type { ProviderError, ProviderTrouble } from '#lib/providers/server/provider.ts';
import { capacityPauseMs } from '#lib/runs/pauses.ts';
import { isAtProvider } from '#lib/runs/state.ts';
import { type EngineBatch, holdBatch, moveBatch } from './batch-queries.ts';
import { learnFromRefusal } from './check-capacity.ts';
import { failBatchItems, findMiddleRow, releaseItems } from './item-store.ts';
import { pauseScale } from './pause-scale.ts';
import { addRunEvent } from './run-events.ts';
import { tryMoveRun } from './run-queries.ts';
import { next, over, type Step, wait } from './step.ts';

const START_OVER_MS = 2_000;
const ACCOUNT_WAIT_MS = 60_000;

/** `message` is the provider's sentence; `retryAfterMs` is how long it asked to wait, at most an hour. */
type CapacityRefusal = { trouble: 'capacity' | 'rate_limited'; message: string; retryAfterMs: number | null };

/** Trouble that only a person can mend: the run pauses with a sentence and goes on after the repair. */
export const ACCOUNT_TROUBLE = {
  key_refused: 'The provider refused the API key. Check the key of this connection under Settings, then resume.',
  forbidden: 'The provider does not allow this account to run batches. Check the account, then resume.',
  quota_exhausted: 'The account at the provider has no credit left. Top it up, then resume.',
  model_unavailable:
    'The provider does not offer this model to this account. Run again with another model, or resume once it is there.',
} as const satisfies Partial<Record<ProviderTrouble, string>>;

/** For a batch that is not there yet only: under the id of one that was, it means that the provider has lost it. */
const NO_BATCHES_THERE =
  'Nothing at the address of this connection takes batches (404). Check the address under Settings, then resume.';

/** What follows from a request the provider surely did not carry out. */
export async function handleRefusal(batch: EngineBatch, error: ProviderError): Promise<Step> {
  const account = accountTroubleOf(error.trouble);
  if (account) return pauseFor(batch, account);
  switch (error.trouble) {
    case 'not_found':
      return pauseFor(batch, NO_BATCHES_THERE);
    case 'capacity':
    case 'rate_limited':
      return waitForCapacity(batch, {
        trouble: error.trouble,
        message: error.message,
        retryAfterMs: error.retryAfterMs,
      });
    case 'file_too_large':
      return halve(batch);
    case 'file_missing':
    case 'unavailable':
      await startOver(db(), batch);
      return wait(START_OVER_MS);
    default:
      return refuseBatch(batch, error.message);
  }
}

function accountTroubleOf(trouble: ProviderTrouble): string | undefined {
  const sentences: Partial<Record<ProviderTrouble, string>> = ACCOUNT_TROUBLE;
  return sentences[trouble];
}

/** Back to a fresh submission: a new id and a new file, so that nothing of the old one can be mistaken for the new. */
export async function startOver(tx: Tx, batch: EngineBatch): Promise<void> {
  if (batch.status === 'planned') return holdBatch(tx, batch);
  failPoint('refusal.before-start-over');
  await moveBatch(tx, batch, 'planned', {
    submissionId: newId('sub'),
    inputFileId: null,
    providerBatchId: null,
    submittedAt: null,
    emptyListings: 0,
    providerCompleted: 0,
    providerFailed: 0,
  });
  failPoint('refusal.after-start-over');
}

/** The run stops sending and says why. Batches at the provider go on; this one starts over after `resume`. */
export async function pauseFor(batch: EngineBatch, sentence: string): Promise<Step> {
  await db().$transaction(async (tx) => {
    failPoint('refusal.before-pause');
    await startOver(tx, batch);
    await pauseRunOf(tx, batch, sentence);
    failPoint('refusal.before-pause-commit');
  });
  failPoint('refusal.after-pause');
  // Not `over`: a run that is being canceled cannot pause, and has this batch to end.
  return next;
}

/**
 * Account trouble in a look at a batch that the provider has: the run pauses with a sentence, and the batch stays where it is
 * and is looked at again. Null for trouble of another kind.
 */
export async function pauseAndLookOn(batch: EngineBatch, error: ProviderError): Promise<Step | null> {
  const account = accountTroubleOf(error.trouble);
  if (account === undefined) return null;
  failPoint('look.before-pause');
  await db().$transaction(async (tx) => {
    await pauseRunOf(tx, batch, account);
    failPoint('look.before-pause-commit');
  });
  failPoint('look.after-pause');
  return wait(ACCOUNT_WAIT_MS);
}

export async function pauseRunOf(tx: Tx, batch: EngineBatch, sentence: string): Promise<void> {
  if (!(await tryMoveRun(tx, batch.runId, 'paused', { reason: sentence }))) return;
  await addRunEvent(tx, placeOf(batch), 'trouble', sentence);
}

/**
 * The provider has no room or asks to slow down: the batch stands in line and asks again later, or as soon as another batch of
 * its model is done. One that is larger than all the room there is goes out in halves.
 */
export async function waitForCapacity(batch: EngineBatch, refusal: CapacityRefusal): Promise<Step> {
  const pauseMs = refusal.retryAfterMs ?? capacityPauseMs(batch.refusals + 1, pauseScale());
  const isTooBig = await db().$transaction(async (tx) => {
    failPoint('refusal.before-wait');
    await moveBatch(tx, batch, 'waiting_for_capacity', placeInLine(batch, refusal, pauseMs));
    if (batch.refusals === 0)
      await addRunEvent(tx, placeOf(batch), 'waiting', `Batch ${batch.number} waits for capacity: ${refusal.message}`);
    failPoint('refusal.before-learn');
    const tooBig = refusal.trouble === 'capacity' && (await learnFromRefusal(tx, batch, refusal.message));
    failPoint('refusal.before-wait-commit');
    return tooBig;
  });
  failPoint('refusal.after-wait');
  if (batch.run.status === 'canceling') return next;
  return isTooBig ? halve({ ...batch, status: 'waiting_for_capacity' }) : wait(pauseMs);
}

function placeInLine(batch: EngineBatch, refusal: CapacityRefusal, pauseMs: number) {
  const nextTryAt = new Date(nowMs() + pauseMs);
  const isAsked = refusal.trouble === 'rate_limited' || refusal.retryAfterMs !== null;
  return {
    waitsSince: batch.waitsSince ?? now(),
    refusals: batch.refusals + 1,
    nextTryAt,
    notBefore: isAsked ? nextTryAt : null,
    reason: refusal.message,
    // A batch the provider took and then refused leaves its id there; a new create will have another one, and another file.
    ...(isAtProvider(batch.status) && { providerBatchId: null, submittedAt: null, inputFileId: null }),
  };
}

export async function halve(batch: EngineBatch): Promise<Step> {
  failPoint('refusal.before-halve');
  const middle = await findMiddleRow(db(), batch);
  if (middle === null) return refuseBatch(batch, 'The provider says this row is too large.');
  await db().$transaction(async (tx) => {
    await startOver(tx, batch);
    failPoint('refusal.before-release');
    const released = await releaseItems(tx, batch, middle);
    const requestCount = batch.requestCount - released.requests;
    await tx.batch.update({ where: { id: batch.id }, data: { requestCount, refusals: 0, nextTryAt: null } });
    await addRunEvent(
      tx,
      placeOf(batch),
      'trouble',
      `Batch ${batch.number} is too large for the provider; sending it in two halves.`,
    );
    await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
    failPoint('refusal.before-halve-commit');
  });
  failPoint('refusal.after-halve');
  return next;
}

/** The provider will never take this batch as it is: its rows fail with the provider's own sentence. */
export async function refuseBatch(batch: EngineBatch, sentence: string): Promise<Step> {
  await db().$transaction(async (tx) => {
    failPoint('refusal.before-refuse');
    await startRefusal(tx, batch);
    const failed = await failBatchItems(tx, batch, 'invalid_request', sentence);
    await moveBatch(tx, batch, 'failed', { failed: failed.requests, reason: sentence });
    await addRunEvent(tx, placeOf(batch), 'trouble', `Batch ${batch.number} was refused: ${sentence}`);
    await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
    failPoint('refusal.before-refuse-commit');
  });
  failPoint('refusal.after-refuse');
  return over;
}

/**
 * A batch that the provider has ends by way of `ingesting`, and within the transaction that settles its rows: one found in
 * `ingesting` with no file to read would have its rows, which were never run, counted as missing.
 */
export async function startRefusal(tx: Tx, batch: EngineBatch): Promise<void> {
  if (isAtProvider(batch.status)) await moveBatch(tx, batch, 'ingesting', { outcome: 'failed' });
}

export function placeOf(batch: EngineBatch) {
  return { workspaceId: batch.workspaceId, runId: batch.runId, batchId: batch.id };
}
