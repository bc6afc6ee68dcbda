import type { PicoUsd } from '#lib/money.ts';
import type { Lane } from '#lib/platform/db/generated/enums.ts';
import { longestAnswerTokens } from '#lib/pricing/answer-limit.ts';
import { costOf, type Lane as PriceLane } from '#lib/pricing/cost.ts';
import { Price, type Rates } from '#lib/pricing/schema.ts';
import { Parameters } from '#lib/templates/schema.ts';
import { longestOfRequest } from './packing.ts';

/** What stands around the texts of a request: roles, separators, and the words a provider puts around a schema. */
const REQUEST_TOKENS = 64;
/** Larger than any cap, and small enough for the database. */
const MAX_PICO_USD = 9_000_000_000_000_000_000n;

/** What decides how much one request may cost. */
export type RequestCosts = { price: Price; answerTokens: number; mayBeRealtime?: boolean };

/** The most that requests may cost, together and one of them. */
export type Ceiling = { ceilingPicoUsd: PicoUsd; rowCeilingPicoUsd: PicoUsd };

/** How requests are sent: by which lane, and so many rows in each. */
type Sending = { lane?: Lane; rowsPerRequest?: number };

/** What the cost of a run's requests is bounded by; null where the price or the longest answer is unknown. */
export function requestCostsOf(
  run: { price: unknown; parameters: unknown },
  { lane = 'batch', rowsPerRequest = 1 }: Sending = {},
): RequestCosts | null {
  if (run.price === null) return null;
  const price = Price.parse(run.price);
  const { maxOutputTokens } = Parameters.parse(run.parameters);
  const answerTokens = longestAnswerTokens(price, longestOfRequest(maxOutputTokens, rowsPerRequest, price));
  // Whether what is asked for by flex is answered by it is the provider's to say.
  return answerTokens === null ? null : { price, answerTokens, mayBeRealtime: lane !== 'batch' };
}

/**
 * The most that one request may cost whose texts and schema have so many bytes. A token is at least one byte, whatever the vocabulary, so this
 * holds where a count would be a guess; the answer is as long as it may be. A price list may ask more for cached tokens.
 */
export function requestCeiling({ price, answerTokens, mayBeRealtime }: RequestCosts, textBytes: number): PicoUsd {
  const inputTokens = textBytes + REQUEST_TOKENS;
  const usage = { inputTokens, outputTokens: answerTokens };
  const lanes: readonly PriceLane[] = mayBeRealtime ? ['batch', 'realtime'] : ['batch'];
  let most = 0n;
  for (const lane of lanes) {
    for (const cachedInputTokens of [0, inputTokens]) {
      const cost = costOf({ ...usage, cachedInputTokens }, price, lane);
      if (cost > most) most = cost;
    }
  }
  return most;
}

/** What any request of a run may cost for a byte of its file and for its answer: for batches that nobody measured. */
export function coarseRates({ price, answerTokens, mayBeRealtime }: RequestCosts): {
  bytePicoUsd: bigint;
  answerPicoUsd: bigint;
} {
  const tiers = [price, ...(price.longInput ? [price.longInput] : [])];
  const rates = tiers.flatMap((tier) => (mayBeRealtime ? [tier.batch, tier.realtime] : [tier.batch]));
  const most = (rateOf: (rate: Rates) => number) => BigInt(Math.max(...rates.map(rateOf)));
  return {
    bytePicoUsd: most((rate) => Math.max(rate.inputMicroUsd, rate.cachedInputMicroUsd)),
    answerPicoUsd: most((rate) => rate.outputMicroUsd) * BigInt(answerTokens),
  };
}

export type CeilingMeter = {
  /** Whether a request may join those that were added without passing what they may cost together. */
  fits(textBytes: number): boolean;
  add(textBytes: number): void;
  read(): Ceiling;
};

/** Adds up what requests may cost. A request that is tried and then added is worked out once. */
export function ceilingMeter(costs: RequestCosts, maxPicoUsd: PicoUsd | null): CeilingMeter {
  let [total, largest] = [0n, 0n];
  let last = { textBytes: -1, ceiling: 0n };
  const ceilingOf = (textBytes: number) => {
    if (last.textBytes !== textBytes) last = { textBytes, ceiling: requestCeiling(costs, textBytes) };
    return last.ceiling;
  };
  const clamped = (amount: PicoUsd) => (amount < MAX_PICO_USD ? amount : MAX_PICO_USD);
  return {
    fits: (textBytes) => maxPicoUsd === null || total + ceilingOf(textBytes) <= maxPicoUsd,
    add(textBytes) {
      const ceiling = ceilingOf(textBytes);
      total += ceiling;
      if (ceiling > largest) largest = ceiling;
    },
    read: () => ({ ceilingPicoUsd: clamped(total), rowCeilingPicoUsd: clamped(largest) }),
  };
}
