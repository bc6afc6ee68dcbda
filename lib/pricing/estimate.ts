import type { PicoUsd } from '#lib/money.ts';
import { type Lane, ratesOf } from './cost.ts';
import { type InputCount, isExact } from './input-count.ts';
import type { OutputAssumption } from './output-assumption.ts';
import type { Price, Rates } from './schema.ts';

const THOUSANDTHS = 1_000;

export type EstimateInput = {
  /** Requests that are sent: rows, those that ask the same counted once. */
  count: InputCount;
  price: Price | null;
  output: OutputAssumption;
};

export type EstimatedCost = {
  lowPicoUsd: PicoUsd;
  expectedPicoUsd: PicoUsd;
  highPicoUsd: PicoUsd;
  /** The expected tokens at the real-time price, and what the batch price saves of it. */
  realtimePicoUsd: PicoUsd;
  savedPicoUsd: PicoUsd;
};

export type Estimate = {
  inputTokens: number;
  /** Every row was counted, so the input tokens are no guess. */
  exact: boolean;
  /** What was assumed about the answers, as a sentence. */
  assumption: string;
  /** Null when the price of the model is unknown. */
  cost: EstimatedCost | null;
};

/** What a run will cost before it is sent. Requests of each tier are priced at its rates; what a sample may be off widens the range. */
export function estimate({ count, price, output }: EstimateInput): Estimate {
  const exact = isExact(count);
  const known = { inputTokens: count.tokens, exact, assumption: output.sentence };
  if (!price || (count.counted === 0 && count.requests > 0)) return { ...known, cost: null };
  const costAt = (lane: Lane, outputTokens: number, moreTokens = 0) =>
    costOfAll({ ...count, tokens: Math.max(count.longTokens, count.tokens + moreTokens) }, outputTokens, price, lane);
  const expectedPicoUsd = costAt('batch', output.expectedTokens);
  const realtimePicoUsd = costAt('realtime', output.expectedTokens);
  const cost = {
    lowPicoUsd: costAt('batch', output.lowTokens, -count.spreadTokens),
    expectedPicoUsd,
    highPicoUsd: costAt('batch', output.highTokens, count.spreadTokens),
    realtimePicoUsd,
    savedPicoUsd: realtimePicoUsd - expectedPicoUsd,
  };
  return { ...known, cost };
}

/** The tokens of an answer may be a mean, and so a fraction; amounts stay whole. */
function costOfAll(count: InputCount, outputTokens: number, price: Price, lane: Lane): PicoUsd {
  const { requests, tokens, longRequests, longTokens } = count;
  const perThousand = BigInt(Math.round(outputTokens * THOUSANDTHS));
  const costOfTier = (rates: Rates, tierRequests: number, tierTokens: number) =>
    BigInt(tierTokens) * BigInt(rates.inputMicroUsd) +
    (BigInt(tierRequests) * perThousand * BigInt(rates.outputMicroUsd)) / BigInt(THOUSANDTHS);
  return (
    costOfTier(ratesOf(price, lane, false), requests - longRequests, tokens - longTokens) +
    costOfTier(ratesOf(price, lane, true), longRequests, longTokens)
  );
}

/** Row positions to count, evenly spread and always the same: every row when there are at most `max`. Ascending, distinct. */
export function samplePositions(rowCount: number, max: number): number[] {
  const size = Math.min(rowCount, max);
  return Array.from({ length: size }, (_, index) => Math.floor(((2 * index + 1) * rowCount) / (2 * size)));
}
