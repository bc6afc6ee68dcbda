import type { Usage } from '#lib/pricing/cost.ts';
import { savingsOf } from '#lib/pricing/savings.ts';
import type { Price } from '#lib/pricing/schema.ts';

/** What one answer cost and would have cost in real time, as exact decimal pico-dollars; null while the price is unknown. */
export function usdCosts(
  usage: Usage,
  price: Price | null,
  isKept: boolean,
): { costPicoUsd: string | null; realtimePicoUsd: string | null } {
  if (!price) return { costPicoUsd: null, realtimePicoUsd: null };
  const savings = savingsOf({ usage, isKept }, price);
  return { costPicoUsd: String(savings.batchPicoUsd), realtimePicoUsd: String(savings.realtimePicoUsd) };
}
