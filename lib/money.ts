/** Dollars × 10⁻¹². Whole tokens times whole micro-dollars per million tokens is exactly this, so no cost is ever rounded. */
export type PicoUsd = bigint;

export const PICO_PER_USD = 1_000_000_000_000n;

/** Exact decimal string in USD, at least six places, trailing zeros beyond them dropped: `0.412300`, `0.0000015`. */
export function usdString(amount: PicoUsd): string {
  const sign = amount < 0n ? '-' : '';
  const absolute = amount < 0n ? -amount : amount;
  const whole = absolute / PICO_PER_USD;
  const fraction = (absolute % PICO_PER_USD).toString().padStart(12, '0');
  const kept = fraction.slice(0, 6) + fraction.slice(6).replace(/0+$/, '');
  return `${sign}${whole}.${kept}`;
}

/** Reads a decimal USD string such as `25.00`. Null when it is not one or has more than 12 places. */
export function parseUsd(text: string): PicoUsd | null {
  const match = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text.trim());
  if (!match?.[1]) return null;
  return BigInt(match[1]) * PICO_PER_USD + BigInt((match[2] ?? '').padEnd(12, '0'));
}
