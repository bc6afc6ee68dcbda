import type { PicoUsd } from '#lib/money.ts';
import type { Price, Rates } from './schema.ts';

/** Tokens of one request. `cachedInputTokens` are part of `inputTokens`. */
export type Usage = { inputTokens: number; cachedInputTokens: number; outputTokens: number };

/** How a request is sent: in a batch, or answered at once. */
export type Lane = 'batch' | 'realtime';

/**
 * What one request costs, exact. Always one request at a time: the tier of long inputs looks at each request, so the
 * usage of a whole batch fed in at once would be priced wrongly.
 */
export function costOf(usage: Usage, price: Price, lane: Lane): PicoUsd {
  return costAt(usage, ratesOf(price, lane, isLongRequest(usage, price)));
}

/** What tokens cost at these rates, whatever request they are of. */
export function costAt(usage: Usage, rates: Rates): PicoUsd {
  const cachedTokens = Math.min(usage.cachedInputTokens, usage.inputTokens);
  return (
    BigInt(usage.inputTokens - cachedTokens) * BigInt(rates.inputMicroUsd) +
    BigInt(cachedTokens) * BigInt(rates.cachedInputMicroUsd) +
    BigInt(usage.outputTokens) * BigInt(rates.outputMicroUsd)
  );
}

/** What a token costs in a request that is, or is not, long enough for the price of long inputs. */
export function ratesOf(price: Price, lane: Lane, isLong: boolean): Rates {
  return (isLong && price.longInput ? price.longInput : price)[lane];
}

/** Whether the tier of long inputs counts for the whole request. */
export function isLongRequest(usage: Usage, price: Price): boolean {
  return price.longInput !== null && usage.inputTokens > price.longInput.overInputTokens;
}

export function batchCostOf(usage: Usage, price: Price): PicoUsd {
  return costOf(usage, price, 'batch');
}

/** The same tokens, the same cached ones included, had they been answered at once. */
export function realtimeCostOf(usage: Usage, price: Price): PicoUsd {
  return costOf(usage, price, 'realtime');
}
