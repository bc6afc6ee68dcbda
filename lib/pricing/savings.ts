import type { PicoUsd } from '#lib/money.ts';
import { batchCostOf, realtimeCostOf, type Usage } from './cost.ts';
import type { Price } from './schema.ts';

/** `saved` is `realtime - batch`, and negative when retries cost more than the discount gave. */
export type Savings = { batchPicoUsd: PicoUsd; realtimePicoUsd: PicoUsd; savedPicoUsd: PicoUsd };

/** One paid request. `isKept` is false for an answer that was paid for and thrown away, such as one cut off and retried. */
export type Charge = { usage: Usage; isKept: boolean };

export const NO_SAVINGS: Savings = { batchPicoUsd: 0n, realtimePicoUsd: 0n, savedPicoUsd: 0n };

/**
 * What a charge cost and saved. Savings are net of retries: a thrown away answer counts as paid and not as something
 * real time would have cost, so it can only make the saving smaller.
 */
export function savingsOf(charge: Charge, price: Price): Savings {
  return savingsFrom(batchCostOf(charge.usage, price), charge.isKept ? realtimeCostOf(charge.usage, price) : 0n);
}

export function addSavings(a: Savings, b: Savings): Savings {
  return savingsFrom(a.batchPicoUsd + b.batchPicoUsd, a.realtimePicoUsd + b.realtimePicoUsd);
}

export function savingsFrom(batchPicoUsd: PicoUsd, realtimePicoUsd: PicoUsd): Savings {
  return { batchPicoUsd, realtimePicoUsd, savedPicoUsd: realtimePicoUsd - batchPicoUsd };
}
