import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { env } from '#lib/platform/env.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { log } from '#lib/platform/log.ts';
import { noteProviderError } from '#lib/providers/server/note-error.ts';
import { type BatchReport, ProviderError } from '#lib/providers/server/provider.ts';
import { type EngineBatch, moveBatch } from './batch-queries.ts';
import { stopDuplicate } from './duplicate-batches.ts';
import { handleRefusal } from './handle-refusal.ts';
import { addRunEvent } from './run-events.ts';
import { next, type Step, type StepContext } from './step.ts';
import { waitForFile } from './wait-for-file.ts';
import { enterOrQueue } from './wait-in-line.ts';

/** A worker that was stopped for longer than this around its note must not make the call any more: others may have seen the note. */
const MAX_PAUSE_BEFORE_CREATE_MS = 5_000;

/**
 * The paid call. The intent is committed first; then exactly one request goes out. An answer is saved; a clear refusal is
 * handled; any doubt becomes `unknown`, which is looked up in the provider's list and never simply sent again.
 */
export async function submitBatch({ batch, provider }: StepContext): Promise<Step> {
  if (batch.inputFileId === null) throw new Error(`Batch ${batch.id} is uploaded without a file.`);
  failPoint('submit.before-note');
  const entered = await enterOrQueue(batch);
  if ('step' in entered) return entered.step;
  const sinceNotedMs = performance.now() - entered.notedAt;
  const submission = {
    submissionId: batch.submissionId,
    inputFileId: batch.inputFileId,
    runId: batch.runId,
    batchId: batch.id,
    // Whoever finds the note may make the call anew after this long: by then ours must be over.
    withinMs: Math.floor(env.RESOLVE_SECONDS * 1000 - sinceNotedMs),
  };
  if (sinceNotedMs > MAX_PAUSE_BEFORE_CREATE_MS || submission.withinMs <= 0)
    throw new Error('This worker was stopped before the call.');
  try {
    failPoint('submit.before-create');
    const report = await provider.createBatch(submission);
    failPoint('submit.after-create');
    await adopt(batch, report).catch((error: unknown) => stopStray({ batch, provider }, report, error));
    return next;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await noteProviderError(error);
    if (error.outcome === 'refused' && error.trouble === 'file_missing') return waitForFile(batch);
    if (error.outcome === 'refused') return handleRefusal(batch, error);
    log().warn({ err: error, batchId: batch.id }, 'The outcome of a submission is unknown.');
    failPoint('submit.before-unknown');
    await markUnknown(batch);
    failPoint('submit.after-unknown');
    return next;
  }
}

/**
 * The call of a worker that slept so long that its submission was given up and made anew: what it made after all is stopped
 * at once, and a person is told. Anything else that kept the batch from being saved is thrown on: it is found in the list.
 */
async function stopStray(
  { batch, provider }: Pick<StepContext, 'batch' | 'provider'>,
  report: BatchReport,
  error: unknown,
): Promise<void> {
  const now = await db().batch.findUnique({ where: { id: batch.id }, select: { submissionId: true } });
  if (!now || now.submissionId === batch.submissionId) throw error;
  await stopDuplicate({ batch, provider }, report.batchId);
}

/** Found in `submitting` by a worker that did not put it there: whoever made the call is gone, so its outcome is unknown. */
export async function markUnknown(batch: EngineBatch): Promise<void> {
  await db().$transaction(async (tx) => {
    await moveBatch(tx, batch, 'unknown', { emptyListings: 0 });
    failPoint('submit.before-unknown-commit');
    const message = `Batch ${batch.number}: no clear answer from the provider. Looking for it in the provider’s list before anything is sent again.`;
    await addRunEvent(
      tx,
      { workspaceId: batch.workspaceId, runId: batch.runId, batchId: batch.id },
      'trouble',
      message,
    );
  });
}

/** Saves that the provider has the batch, under its id there. */
export async function adopt(batch: EngineBatch, report: BatchReport): Promise<void> {
  await db().$transaction(async (tx) => {
    await moveBatch(tx, batch, 'submitted', {
      providerBatchId: report.batchId,
      providerStatus: report.providerStatus,
      expiresAt: report.expiresAt,
    });
    failPoint('adopt.before-event');
    const message = `Batch ${batch.number} is with the provider (${report.batchId}).`;
    await addRunEvent(tx, { workspaceId: batch.workspaceId, runId: batch.runId, batchId: batch.id }, 'sent', message);
    failPoint('adopt.before-commit');
  });
  failPoint('adopt.after-commit');
}
