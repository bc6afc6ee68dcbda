import type { PicoUsd } from '#lib/money.ts';
import { costOf, type Lane } from './cost.ts';
import type { OutputAssumption } from './output-assumption.ts';
import type { Price } from './schema.ts';

const THOUSANDTHS = 1_000;

export type EstimateInput = {
  /** Requests that are sent: rows, those that ask the same counted once. */
  requestCount: number;
  /** Input tokens of the requests that were counted: every one, or those at `samplePositions`. */
  sampledInputTokens: readonly number[];
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

/** What a run will cost before it is sent. Each counted request is priced on its own, so tiers are met; a sample is scaled up. */
export function estimate({ requestCount, sampledInputTokens, price, output }: EstimateInput): Estimate {
  const sampled = sampledInputTokens.length;
  const total = sampledInputTokens.reduce((sum, tokens) => sum + tokens, 0);
  const inputTokens = sampled === 0 ? 0 : Math.round((total * requestCount) / sampled);
  const exact = sampled >= requestCount;
  if (!price || (sampled === 0 && requestCount > 0))
    return { inputTokens, exact, assumption: output.sentence, cost: null };

  function totalCost(lane: Lane, outputTokens: number, known: Price): PicoUsd {
    let withoutAnswers = 0n;
    let perOutputToken = 0n;
    for (const inputTokens of sampledInputTokens) {
      const read = costOf({ inputTokens, cachedInputTokens: 0, outputTokens: 0 }, known, lane);
      withoutAnswers += read;
      perOutputToken += costOf({ inputTokens, cachedInputTokens: 0, outputTokens: 1 }, known, lane) - read;
    }
    // The tokens of an answer may be a mean, and so a fraction; amounts stay whole.
    const answers = (perOutputToken * BigInt(Math.round(outputTokens * THOUSANDTHS))) / BigInt(THOUSANDTHS);
    const cost = withoutAnswers + answers;
    return exact ? cost : (cost * BigInt(requestCount)) / BigInt(sampled);
  }

  const expectedPicoUsd = totalCost('batch', output.expectedTokens, price);
  const realtimePicoUsd = totalCost('realtime', output.expectedTokens, price);
  const cost = {
    lowPicoUsd: totalCost('batch', output.lowTokens, price),
    expectedPicoUsd,
    highPicoUsd: totalCost('batch', output.highTokens, price),
    realtimePicoUsd,
    savedPicoUsd: realtimePicoUsd - expectedPicoUsd,
  };
  return { inputTokens, exact, assumption: output.sentence, cost };
}

/** Row positions to count, evenly spread and always the same: every row when there are at most `max`. Ascending, distinct. */
export function samplePositions(rowCount: number, max: number): number[] {
  const size = Math.min(rowCount, max);
  return Array.from({ length: size }, (_, index) => Math.floor(((2 * index + 1) * rowCount) / (2 * size)));
}
