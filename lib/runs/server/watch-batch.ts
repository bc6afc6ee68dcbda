import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import type { BatchStatus } from '#lib/platform/db/generated/enums.ts';
import { env } from '#lib/platform/env.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import type { BatchReport } from '#lib/providers/server/provider.ts';
import { pollDelayMs } from '#lib/runs/poll-delay.ts';
import { type EngineBatch, moveBatch, notePoll } from './batch-queries.ts';
import { cancelAtProvider } from './cancel-batch.ts';
import { handleRejection } from './handle-rejection.ts';
import { lookAgain, noteOverdue } from './missing-batch.ts';
import { isRecalled } from './recall-batch.ts';
import { takeSample } from './run-samples.ts';
import { next, type Step, type StepContext, wait } from './step.ts';

/** The sandbox stands beside us and is there to be watched. */
const SANDBOX_SLOWEST_MS = 1_000;

const OUTCOME: Partial<Record<BatchReport['state'], BatchStatus>> = {
  completed: 'completed',
  expired: 'expired',
  canceled: 'canceled',
};

/** Looks at a batch at the provider. Looking costs nothing and is never a failed try; a status never goes backwards here. */
export async function watchBatch(context: StepContext): Promise<Step> {
  const { batch, provider } = context;
  if (batch.providerBatchId === null) throw new Error(`Batch ${batch.id} is submitted without an id.`);
  const isUnwanted = batch.run.status === 'canceling' || isRecalled(batch);
  if (isUnwanted && batch.status === 'submitted') return cancelAtProvider(context);
  failPoint('watch.before-look');
  const report = await provider.getBatch(batch.providerBatchId);
  failPoint('watch.after-look');
  if (report.inputFileId !== null && report.inputFileId !== batch.inputFileId) {
    return lookAgain(
      batch,
      `The provider shows another batch under ${batch.providerBatchId}: its input file is not ours.`,
    );
  }
  if (report.state === 'rejected') return handleRejection(batch, report);
  const outcome = OUTCOME[report.state];
  if (outcome && report.completed > 0 && report.outputFileId === null && report.errorFileId === null)
    return lookAgain(batch, `The provider says ${report.completed} rows are answered, and shows no result file.`);
  if (outcome) {
    failPoint('watch.before-ingesting');
    await startIngest(batch, report, outcome);
    failPoint('watch.after-ingesting');
    return next;
  }
  failPoint('watch.before-note');
  const changed = await notePoll(db(), batch, report);
  failPoint('watch.before-sample');
  if (changed) await takeSample(db(), batch.runId);
  failPoint('watch.after-sample');
  await noteOverdue(batch, report.providerStatus);
  return wait(pollDelayMs(nowMs() - (batch.submittedAt?.getTime() ?? 0), slowestMs(batch)));
}

async function startIngest(batch: EngineBatch, report: BatchReport, outcome: BatchStatus): Promise<void> {
  await moveBatch(db(), batch, 'ingesting', {
    outcome,
    providerStatus: report.providerStatus,
    outputFileId: report.outputFileId,
    errorFileId: report.errorFileId,
    polledAt: now(),
    providerCompleted: report.completed,
    providerFailed: report.failed,
    missingLooks: 0,
    ...(report.usage && {
      reportedInputTokens: report.usage.inputTokens,
      reportedCachedInputTokens: report.usage.cachedInputTokens,
      reportedOutputTokens: report.usage.outputTokens,
    }),
    ...(report.model === null ? {} : { providerModel: report.model }),
  });
}

function slowestMs(batch: EngineBatch): number {
  const slowest = env.POLL_SECONDS * 1000;
  return batch.connection.kind === 'sandbox' ? Math.min(slowest, SANDBOX_SLOWEST_MS) : slowest;
}
