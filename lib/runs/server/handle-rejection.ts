import 'server-only';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import type { BatchProblem, BatchReport } from '#lib/providers/server/provider.ts';
import { type EngineBatch, moveBatch } from './batch-queries.ts';
import {
  ACCOUNT_TROUBLE,
  pauseFor,
  placeOf,
  refuseBatch,
  startOver,
  startRefusal,
  waitForCapacity,
} from './handle-refusal.ts';
import { listBatchRows } from './item-queries.ts';
import { failUnsent, releaseItems } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { over, type Step, wait } from './step.ts';

const FILE_WAIT_MS = 5_000;

/**
 * The provider took the batch and refused its file at validation; nothing was run or charged. Named lines fail with the
 * provider's words, the rest goes out again without them; capacity and missing files only need time.
 */
export async function handleRejection(batch: EngineBatch, report: BatchReport): Promise<Step> {
  const problems = report.problems;
  const of = (kind: BatchProblem['kind']) => problems.find((problem) => problem.kind === kind);
  const full = of('capacity');
  if (full) return waitForCapacity(batch, { trouble: 'capacity', message: full.message, retryAfterMs: null });
  const account = of('account');
  if (account)
    return pauseFor(
      { ...batch, status: 'submitted' },
      `The provider refused the batch: ${account.message} Resume after the repair.`,
    );
  // Every line of a run names the same model: without it no line can be sent, and a person may bring it back.
  if (problems.some((problem) => /^model_not_found$/i.test(problem.code)))
    return pauseFor(batch, ACCOUNT_TROUBLE.model_unavailable);
  if (of('file')) {
    await db().$transaction((tx) => leaveAndStartOver(tx, batch));
    return wait(FILE_WAIT_MS);
  }
  const lines = problems.filter((problem) => problem.line !== null);
  if (lines.length === 0)
    return refuseBatch(batch, problems[0]?.message ?? 'The provider refused the file and did not say why.');
  return failLines(batch, lines);
}

/** The line is the place in the file, and the file holds the batch's rows in row order. */
async function failLines(batch: EngineBatch, problems: readonly BatchProblem[]): Promise<Step> {
  failPoint('rejection.before-rows');
  const rows = await listBatchRows(db(), batch);
  const failures = problems.flatMap((problem) => {
    const rowIndex = rows[(problem.line ?? 0) - 1];
    return rowIndex === undefined ? [] : [{ rowIndex, cause: 'invalid_request', message: problem.message }];
  });
  // Sent again as they are, the same rows would be refused again, for ever.
  if (failures.length === 0)
    return refuseBatch(batch, problems[0]?.message ?? 'The provider refused lines that were never sent.');
  await db().$transaction(
    async (tx) => {
      failPoint('rejection.before-ingesting');
      await startRefusal(tx, batch);
      failPoint('rejection.before-fail');
      const failed = await failUnsent(tx, batch, failures);
      failPoint('rejection.before-release');
      await releaseItems(tx, batch);
      await moveBatch(tx, batch, 'failed', { failed, reason: problems[0]?.message ?? null });
      await addRunEvent(
        tx,
        placeOf(batch),
        'trouble',
        `The provider refused ${failed} rows of batch ${batch.number}; the others go out again.`,
      );
      await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
      failPoint('rejection.before-commit');
    },
    { timeout: 120_000 },
  );
  failPoint('rejection.after-commit');
  return over;
}

async function leaveAndStartOver(tx: Tx, batch: EngineBatch): Promise<void> {
  await startOver(tx, batch);
  await addRunEvent(
    tx,
    placeOf(batch),
    'trouble',
    `The provider did not find the file of batch ${batch.number}; uploading it again.`,
  );
}
