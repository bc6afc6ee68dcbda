import { parseUsd, usdString } from '#lib/money.ts';

/** All that was paid, at the price of a batch and at the real-time price, as an exact decimal string; null where it is unknown. */
export function spentUsd({ batchUsd, nowUsd }: { batchUsd: string | null; nowUsd: string | null }): string | null {
  const [batch, now] = [parseUsd(batchUsd ?? ''), parseUsd(nowUsd ?? '')];
  return batch === null || now === null ? null : usdString(batch + now);
}

/** Whether anything of it was paid at the real-time price: only then both are told apart. */
export function hasNow({ nowUsd }: { nowUsd: string | null }): boolean {
  return nowUsd !== null && parseUsd(nowUsd) !== 0n;
}
