import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { db } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { addLogFields } from '#lib/platform/log.ts';
import { again, done, type Outcome } from '#lib/platform/queue/tasks.ts';
import { noteProviderError } from '#lib/providers/server/note-error.ts';
import { ProviderError } from '#lib/providers/server/provider.ts';
import { openProvider } from '#lib/providers/server/registry.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import { isAtProvider, isBatchOver, isInFlight, isUnsent } from '#lib/runs/state.ts';
import { answerBatch, stopAnswering } from './answer-batch.ts';
import { type EngineBatch, findEngineBatch } from './batch-queries.ts';
import { cancelUnsent } from './cancel-batch.ts';
import { wakeNextInLine } from './capacity-line.ts';
import { lineOf } from './check-capacity.ts';
import { handleRefusal, pauseAndLookOn } from './handle-refusal.ts';
import { ingestBatch } from './ingest-batch.ts';
import { isMissing, lookAgain } from './missing-batch.ts';
import { isRecalled, recallUnsent } from './recall-batch.ts';
import { resolveSubmission } from './resolve-submission.ts';
import { startAnswering } from './start-answering.ts';
import { next, over, type Step, type StepContext, wait } from './step.ts';
import { markUnknown, submitBatch } from './submit-batch.ts';
import { uploadBatch } from './upload-batch.ts';
import { waitInLine } from './wait-in-line.ts';
import { watchBatch } from './watch-batch.ts';

/**
 * Waits shorter than this are slept through in place, for a few seconds in all. A longer one, or one more, gives the task back
 * to the queue, so that a worker's few hands are never full of batches that only wait.
 */
const LONGEST_NAP_MS = 600;
const LONGEST_NAPS_MS = 3_000;
const RETRY_READ_MS = 5_000;

/**
 * Takes a batch as far as it can go now. Everything that matters is in the batch's row, so this may be killed anywhere and
 * run again anywhere: each turn reads the status and takes the one step that follows from it.
 */
export async function advanceBatch(batchId: string, signal: AbortSignal): Promise<Outcome> {
  let nappedMs = 0;
  for (;;) {
    if (signal.aborted) return again(0);
    failPoint('advance.before-find');
    const batch = await findEngineBatch(db(), batchId);
    if (!batch || isBatchOver(batch.status)) return done;
    addLogFields({ runId: batch.runId });
    failPoint('advance.before-step');
    const step = await stepOf(batch, signal);
    failPoint('advance.after-step');
    await makeRoom(batch, step);
    if (step.kind === 'over') return done;
    if (step.kind === 'next') continue;
    nappedMs += step.ms;
    if (step.ms > LONGEST_NAP_MS || nappedMs > LONGEST_NAPS_MS) return again(step.ms);
    failPoint('advance.before-nap');
    await sleep(step.ms, undefined, { signal }).catch(() => undefined);
  }
}

/** What this batch held at the provider, or its turn in line, may now be another one's. */
async function makeRoom(batch: EngineBatch, step: Step): Promise<void> {
  if (step.kind === 'wait' || !(isInFlight(batch.status) || batch.waitsSince)) return;
  failPoint('room.before-look');
  const now = await db().batch.findUnique({ where: { id: batch.id }, select: { status: true } });
  const isDone = now !== null && (now.status === 'ingesting' || isBatchOver(now.status));
  failPoint('room.before-wake');
  await wakeNextInLine(lineOf(batch), { hasRoom: isDone && isAtProvider(batch.status) });
  failPoint('room.after-wake');
}

async function stepOf(batch: EngineBatch, signal: AbortSignal): Promise<Step> {
  // A run that is stopping or paused sends nothing more; that needs no provider, so it works without a key too.
  if (isUnsent(batch.status) && batch.run.status === 'canceling') return cancelUnsent(batch);
  if (isUnsent(batch.status) && batch.run.status === 'paused') return over;
  if (isUnsent(batch.status) && isRecalled(batch)) return recallUnsent(batch);
  if (batch.status === 'answering' && batch.run.status !== 'running') return stopAnswering(batch);
  try {
    const provider = openProvider(batch.connection, requestShape(batch.run, batch.rowsPerRequest));
    return await stepFor({ batch, provider, signal });
  } catch (error) {
    // Refusals of uploads and look-ups come here; the paid call handles its own.
    if (error instanceof ProviderError) return afterTrouble(batch, error);
    throw error;
  }
}

async function stepFor(context: StepContext): Promise<Step> {
  const { batch } = context;
  const { status } = batch;
  if (status === 'submitting') {
    await markUnknown(batch);
    return next;
  }
  if (status === 'unknown') return resolveSubmission(context);
  if (isAtProvider(status)) return watchBatch(context);
  if (status === 'ingesting') return ingestBatch(context);
  if (status === 'waiting_for_capacity') return waitInLine(batch);
  if (status === 'answering') return answerBatch(context);
  if (status === 'planned' && batch.lane !== 'batch') return startAnswering(context);
  return status === 'planned' ? uploadBatch(context) : submitBatch(context);
}

/** Trouble in a step that is safe to repeat. Account trouble pauses the run; the rest is tried again after a pause. */
async function afterTrouble(batch: EngineBatch, error: ProviderError): Promise<Step> {
  failPoint('trouble.before-note');
  await noteProviderError(error);
  failPoint('trouble.after-note');
  if (isUnsent(batch.status) && error.trouble !== 'unavailable') return handleRefusal(batch, error);
  if (error.trouble === 'rate_limited') return wait(error.retryAfterMs ?? RETRY_READ_MS);
  if (isAtProvider(batch.status) && isMissing(error))
    return lookAgain(batch, 'The provider has nothing any more under the id it gave.');
  const paused = await pauseAndLookOn(batch, error);
  if (paused) return paused;
  // The queue repeats the task with growing pauses.
  throw error;
}
