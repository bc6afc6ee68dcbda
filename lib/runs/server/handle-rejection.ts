import 'server-only';
import { countOf } from '#lib/format.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import type { BatchProblem, BatchReport } from '#lib/providers/server/provider.ts';
import { type EngineBatch, holdBatch, moveBatch } from './batch-queries.ts';
import {
  ACCOUNT_TROUBLE,
  pauseFor,
  placeOf,
  refuseBatch,
  startOver,
  startRefusal,
  waitForCapacity,
} from './handle-refusal.ts';
import { listPacks, partPacks } from './item-packs.ts';
import { listBatchRows } from './item-queries.ts';
import { failBatchItems, failUnsent, type Moved } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { next, over, type Step } from './step.ts';
import { waitForFile } from './wait-for-file.ts';

const BULK_TRANSACTION = { timeout: 120_000 };
/** A provider that names one bad line at a time would be asked once for every row, each time with a whole upload. */
const MAX_REFUSED_FILES = 10;

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
  if (of('file')) return waitForFile(batch);
  const lines = problems.filter((problem) => problem.line !== null);
  if (lines.length === 0)
    return refuseBatch(batch, problems[0]?.message ?? 'The provider refused the file and did not say why.');
  return failLines(batch, lines);
}

type Refused = { rowIndex: number; cause: 'invalid_request'; message: string };

/**
 * The rows of refused lines: the line is the place in the file, and the file holds the batch's requests in row order. A request
 * of several rows may be refused for one of them, so its rows are asked again in smaller ones.
 */
async function listRefused(batch: EngineBatch, problems: readonly BatchProblem[]) {
  const rows = await listBatchRows(db(), batch);
  const packs = batch.rowsPerRequest > 1 ? [...(await listPacks(batch))].toSorted(([a], [b]) => a - b) : null;
  const [failures, together]: [Refused[], Refused[]] = [[], []];
  for (const { line, message } of problems) {
    const asked = packs ? packs[(line ?? 0) - 1]?.[1] : rows.slice((line ?? 0) - 1, line ?? 0);
    const kind = asked && asked.length > 1 ? together : failures;
    for (const rowIndex of asked ?? []) kind.push({ rowIndex, cause: 'invalid_request', message });
  }
  return { rowCount: rows.length, failures, together };
}

async function failLines(batch: EngineBatch, problems: readonly BatchProblem[]): Promise<Step> {
  failPoint('rejection.before-rows');
  const { rowCount, failures, together } = await listRefused(batch, problems);
  // Sent again as they are, the same rows would be refused again, for ever.
  if (failures.length + together.length === 0)
    return refuseBatch(batch, problems[0]?.message ?? 'The provider refused lines that were never sent.');
  const isLast = batch.refusedFiles + 1 >= MAX_REFUSED_FILES;
  const outcome = await db().$transaction(async (tx) => {
    failPoint('rejection.before-hold');
    await holdBatch(tx, batch);
    failPoint('rejection.before-fail');
    const failed = await failUnsent(tx, batch, failures);
    const parted = await partRefused(tx, batch, together);
    const rest = rowCount - failed.requests - parted.requests;
    const ends = isLast || rest === 0;
    failPoint('rejection.before-move');
    if (ends) await endRefused(tx, batch, { failed: failed.requests, rest, said: problems[0]?.message ?? '' });
    else await sendRest(tx, batch, failed);
    failPoint('rejection.before-commit');
    return ends;
  }, BULK_TRANSACTION);
  failPoint('rejection.after-commit');
  return outcome ? over : next;
}

/** Takes rows that were asked together out of the batch, for smaller requests, and has them planned. */
async function partRefused(tx: Tx, batch: EngineBatch, refused: readonly Refused[]): Promise<Moved> {
  if (refused.length === 0) return { rows: 0, requests: 0 };
  failPoint('rejection.before-part');
  const parted = await partPacks(tx, batch, refused);
  const { rows, requests } = parted;
  await tx.batch.update({ where: { id: batch.id }, data: { requestCount: { decrement: requests } } });
  const message = `Batch ${batch.number}: the provider refused requests of several rows; their ${countOf(rows, 'row')} are asked in smaller ones.`;
  await addRunEvent(tx, placeOf(batch), 'trouble', message);
  await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
  return parted;
}

/** The same batch goes out again without them, as a new submission with a new file. */
async function sendRest(tx: Tx, batch: EngineBatch, failed: Moved): Promise<void> {
  await startOver(tx, batch);
  await tx.batch.update({
    where: { id: batch.id },
    data: { refusedFiles: { increment: 1 }, requestCount: { decrement: failed.requests } },
  });
  if (failed.rows === 0) return;
  const message = `The provider refused ${countOf(failed.rows, 'row')} of batch ${batch.number}; the others go out again.`;
  await addRunEvent(tx, placeOf(batch), 'trouble', message);
}

/** Every row was refused, or so many files one after the other that the rest of the rows fails with the last reason. */
async function endRefused(
  tx: Tx,
  batch: EngineBatch,
  { failed, rest, said }: { failed: number; rest: number; said: string },
): Promise<void> {
  await startRefusal(tx, batch);
  const again = `The provider refused this batch ${MAX_REFUSED_FILES} times, each time for other rows. It was not run or charged. ${said}`;
  const reason = rest === 0 ? said : again;
  await failBatchItems(tx, batch, 'invalid_request', reason);
  await moveBatch(tx, batch, 'failed', { failed: failed + rest, reason });
  await addRunEvent(tx, placeOf(batch), 'trouble', `Batch ${batch.number} was refused: ${reason}`);
  await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
}
