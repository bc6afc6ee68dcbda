import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import type { Usage } from '#lib/pricing/cost.ts';
import type { Price } from '#lib/pricing/schema.ts';
import type { EstimateOutcome } from './outcome-schema.ts';
import type { RunEstimate } from './run-estimate.ts';

/** Token counts and prices are whole; means of tokens are cut to so many parts of one. */
const THOUSANDTHS = 1_000;

export type OutcomeInput = {
  estimate: RunEstimate;
  rowCount: number;
  price: Price;
  /** At the price of a batch: what was asked for one by one was paid at another, and is no part of the comparison. */
  spending: { batchPicoUsd: PicoUsd; billed: { answers: number; usage: Usage } | null };
};

/**
 * What a run was expected to cost beside what it cost, like with like: the estimate is for each row once, so it is taken for as many
 * rows as were billed. Rows that were sent again, and rows that never were or got no answer, are then no error of the estimate.
 * Null where nothing was billed, or one side is not known.
 */
export function estimateOutcome({ estimate, rowCount, price, spending }: OutcomeInput): EstimateOutcome | null {
  const { batchPicoUsd, billed } = spending;
  if (!billed || billed.answers <= 0) return null;
  const { answers: billedAnswers, usage } = billed;
  const rows = rowCount - estimate.sameRows - estimate.reusedRows;
  const forBilled = (usd: string | undefined) => {
    const amount = parseUsd(usd ?? '');
    return amount === null || rows <= 0 ? null : (amount * BigInt(billedAnswers)) / BigInt(rows);
  };
  const { cost, answerTokens } = estimate;
  const [low, expected, high] = [cost?.lowUsd, cost?.expectedUsd, cost?.highUsd].map(forBilled);
  if (!expected || low == null || high == null) return null;
  const { inputMicroUsd, cachedInputMicroUsd, outputMicroUsd } = price.batch;
  const partOf = (expectedTokens: number, allTokens: number, microUsd: number) => ({
    expectedTokens: shortMean(expectedTokens),
    paidTokens: shortMean(allTokens / billedAnswers),
    differenceUsd: usdString(differenceOf(allTokens - expectedTokens * billedAnswers, microUsd)),
  });
  return {
    ...{ estimatedRows: rows, billedRows: billedAnswers },
    ...{ expectedUsd: usdString(expected), paidUsd: usdString(batchPicoUsd) },
    isInRange: low <= batchPicoUsd && batchPicoUsd <= high,
    input: partOf(estimate.inputTokens / rows, usage.inputTokens, inputMicroUsd),
    output: answerTokens === undefined ? null : partOf(answerTokens, usage.outputTokens, outputMicroUsd),
    cacheUsd: usdString(differenceOf(usage.cachedInputTokens, inputMicroUsd - cachedInputMicroUsd)),
  };
}

/** How much more was paid than expected, or with a minus less, in percent with one place: `0.3`, `-12.0`. */
export function errorPercent({ expectedUsd, paidUsd }: Pick<EstimateOutcome, 'expectedUsd' | 'paidUsd'>): string {
  const [expected, paid] = [parseUsd(expectedUsd), parseUsd(paidUsd)];
  if (!expected || paid === null) return '0.0';
  const thousandths = Number(((paid - expected) * 10_000n) / expected);
  const tenths = Math.round(Math.abs(thousandths) / 10);
  return `${thousandths < 0 && tenths > 0 ? '-' : ''}${Math.floor(tenths / 10)}.${tenths % 10}`;
}

function differenceOf(tokens: number, microUsd: number): PicoUsd {
  return (BigInt(Math.round(tokens * THOUSANDTHS)) * BigInt(microUsd)) / BigInt(THOUSANDTHS);
}

function shortMean(tokens: number): number {
  return Math.round(tokens * 100) / 100;
}
