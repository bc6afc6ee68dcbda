import { parseUsd } from '#lib/money.ts';

const PICO_PER_MICRO = 1_000_000n;
/** A thousand dollars for a million tokens: ten times what the dearest model costs. */
const MAX_MICRO_USD = 1_000_000_000;

/** Micro-dollars, or null when the text is no amount, has more than six places or is beyond any price. */
export function microUsdOf(text: string): number | null {
  const pico = parseUsd(text);
  if (pico === null || pico % PICO_PER_MICRO !== 0n) return null;
  const micro = Number(pico / PICO_PER_MICRO);
  return micro <= MAX_MICRO_USD ? micro : null;
}

/** Dollars per million tokens, as few places as it takes: `0.15`, `12`. */
export function usdPerMillion(microUsd: number): string {
  const digits = String(microUsd).padStart(7, '0');
  const places = digits.slice(-6).replace(/0+$/, '');
  return places === '' ? digits.slice(0, -6) : `${digits.slice(0, -6)}.${places}`;
}
