import { costOf, isLongRequest, type Usage } from '#lib/pricing/cost.ts';
import { savingsOf } from '#lib/pricing/savings.ts';
import type { Price } from '#lib/pricing/schema.ts';

/**
 * What one answer cost and would have cost in real time, as exact decimal pico-dollars; null while the price is unknown. What
 * was paid at the real-time price would have cost as much in real time, kept or not: it saves nothing, and loses nothing.
 * `isLong`: at the price of long requests.
 */
export function usdCosts(
  usage: Usage,
  price: Price | null,
  { isKept, isRealtime = false }: { isKept: boolean; isRealtime?: boolean },
): { costPicoUsd: string | null; realtimePicoUsd: string | null; isLong: boolean } {
  if (!price) return { costPicoUsd: null, realtimePicoUsd: null, isLong: false };
  const isLong = isLongRequest(usage, price);
  if (isRealtime) {
    const paid = String(costOf(usage, price, 'realtime'));
    return { costPicoUsd: paid, realtimePicoUsd: paid, isLong };
  }
  const savings = savingsOf({ usage, isKept }, price);
  return { costPicoUsd: String(savings.batchPicoUsd), realtimePicoUsd: String(savings.realtimePicoUsd), isLong };
}
