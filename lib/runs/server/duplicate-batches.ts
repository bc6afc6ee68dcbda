import { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { log } from '#lib/platform/log.ts';
import { countMetric } from '#lib/platform/metric-counter.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { linesOf } from '#lib/platform/stream/lines.ts';
import type { BatchReport, Provider } from '#lib/providers/server/provider.ts';
import { openProvider } from '#lib/providers/server/registry.ts';
import { usdCosts } from '#lib/runs/answer-cost.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import { type EngineBatch, findEngineBatch } from './batch-queries.ts';
import { placeOf } from './handle-refusal.ts';
import { isUnpriced } from './judge-answer.ts';
import { isMissing } from './missing-batch.ts';
import { addRunEvent } from './run-events.ts';
import type { StepContext } from './step.ts';

const AT_MOST = 20;
/** One that the provider does not show for so long is gone; what it cost can only be asked of a person there. */
const GONE_AFTER_MS = 60 * 60_000;

/**
 * Stops a batch that the provider made beyond the one of its submission. It is noted first, with an alarm, so that whatever
 * becomes of this worker somebody sees to its end and books what it cost. Doing it again changes nothing.
 */
export async function stopDuplicate(
  { batch, provider }: Pick<StepContext, 'batch' | 'provider'>,
  providerBatchId: string,
): Promise<void> {
  failPoint('duplicate.before-note');
  const isNew = await db().$transaction(async (tx) => {
    const { workspaceId, runId, connectionId, id: batchId, ceilingPicoUsd } = batch;
    const { count } = await tx.duplicateBatch.createMany({
      data: [{ connectionId, providerBatchId, workspaceId, runId, batchId, ceilingPicoUsd }],
      skipDuplicates: true,
    });
    if (count === 0) return false;
    const message = `The provider made a second batch (${providerBatchId}) of batch ${batch.number}; asking it to stop that one.`;
    await addRunEvent(tx, placeOf(batch), 'alarm', message);
    await enqueue(tx, 'sweep', {}, 'sweep');
    failPoint('duplicate.before-commit');
    return true;
  });
  failPoint('duplicate.before-stop');
  if (isNew) await countMetric('duplicate_submissions');
  // Where this fails, the sweep asks again; the batch that is kept does not wait for it.
  await provider.cancelBatch(providerBatchId).catch((error: unknown) => {
    log().warn({ err: error, batchId: batch.id, providerBatchId }, 'A second batch could not be stopped yet.');
  });
  failPoint('duplicate.after-stop');
}

/**
 * Sees to every duplicate that is not booked yet: asks to stop it, or, once it is over, books what it cost. For the sweep.
 * Returns how many are not booked after it.
 */
export async function bookDuplicates(): Promise<number> {
  const open = await db().duplicateBatch.findMany({
    where: { bookedAt: null },
    select: { batchId: true, providerBatchId: true, foundAt: true },
    orderBy: { foundAt: 'asc' },
    take: AT_MOST,
  });
  let left = 0;
  for (const { batchId, providerBatchId, foundAt } of open) {
    const batch = await findEngineBatch(db(), batchId);
    if (!batch) continue;
    const isBooked = await bookDuplicate(batch, providerBatchId, foundAt).catch((error: unknown) => {
      log().warn({ err: error, batchId, providerBatchId }, 'A second batch could not be looked at.');
      return false;
    });
    if (!isBooked) left += 1;
  }
  return left;
}

async function bookDuplicate(batch: EngineBatch, providerBatchId: string, foundAt: Date): Promise<boolean> {
  const provider = openProvider(batch.connection, requestShape(batch.run, batch.rowsPerRequest));
  failPoint('duplicate.before-look');
  const report = await provider.getBatch(providerBatchId).catch((error: unknown) => {
    if (isMissing(error) && nowMs() - foundAt.getTime() > GONE_AFTER_MS) return null;
    throw error;
  });
  failPoint('duplicate.after-look');
  if (report?.state === 'working') await provider.cancelBatch(providerBatchId);
  if (report?.state === 'working' || report?.state === 'canceling') return false;
  const bill = report ? await readBill(provider, report, batch.run.price) : unknownBill(batch.requestCount);
  failPoint('duplicate.before-book');
  await db().$transaction(async (tx) => {
    const { count } = await tx.duplicateBatch.updateMany({
      where: { connectionId: batch.connectionId, providerBatchId, bookedAt: null },
      data: { ...bill, bookedAt: now() },
    });
    if (count === 0 || bill.answers === 0) return;
    const answers = bill.answers.toLocaleString('en-US');
    const message = `The second batch of batch ${batch.number} answered ${answers} rows before it stopped. They are paid for twice; the cost is booked apart as a duplicate.`;
    await addRunEvent(tx, placeOf(batch), 'trouble', message);
  });
  failPoint('duplicate.after-book');
  return true;
}

type Bill = {
  answers: number;
  inputTokens: bigint;
  cachedInputTokens: bigint;
  outputTokens: bigint;
  longRequests: number;
  longInputTokens: bigint;
  longCachedInputTokens: bigint;
  longOutputTokens: bigint;
  costPicoUsd: bigint | null;
  unpricedAnswers: number;
};

const NO_TOKENS = {
  longRequests: 0,
  ...{ inputTokens: 0n, cachedInputTokens: 0n, outputTokens: 0n },
  ...{ longInputTokens: 0n, longCachedInputTokens: 0n, longOutputTokens: 0n },
};

function unknownBill(answers: number): Bill {
  return { answers: 0, ...NO_TOKENS, costPicoUsd: null, unpricedAnswers: answers };
}

/** Adds up every answer of both files, one request at a time. What a file that is gone held is counted as of unknown cost. */
async function readBill(provider: Provider, report: BatchReport, price: unknown): Promise<Bill> {
  const known = price === null ? null : Price.parse(price);
  const bill: Bill = {
    ...{ answers: 0, ...NO_TOKENS, unpricedAnswers: 0 },
    costPicoUsd: known && 0n,
  };
  const add = (line: string) => {
    const answer = provider.parseLine(line);
    if (isUnpriced(answer)) bill.unpricedAnswers += 1;
    if (answer.usage === null && !isUnpriced(answer)) return;
    bill.answers += 1;
    if (answer.usage === null) return;
    const { inputTokens, cachedInputTokens, outputTokens } = answer.usage;
    const { costPicoUsd, isLong } = usdCosts(answer.usage, known, { isKept: false });
    bill.inputTokens += BigInt(inputTokens);
    bill.cachedInputTokens += BigInt(cachedInputTokens);
    bill.outputTokens += BigInt(outputTokens);
    if (isLong) {
      bill.longRequests += 1;
      bill.longInputTokens += BigInt(inputTokens);
      bill.longCachedInputTokens += BigInt(cachedInputTokens);
      bill.longOutputTokens += BigInt(outputTokens);
    }
    if (costPicoUsd !== null) bill.costPicoUsd = (bill.costPicoUsd ?? 0n) + BigInt(costPicoUsd);
  };
  try {
    for (const fileId of [report.outputFileId, report.errorFileId]) {
      if (fileId === null) continue;
      for await (const lines of linesOf(provider.readFile(fileId))) for (const line of lines) add(line);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
    bill.unpricedAnswers += Math.max(0, report.completed - bill.answers);
  }
  return bill;
}
