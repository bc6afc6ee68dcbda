import { PICO_PER_USD, parseUsd } from '#lib/money.ts';

const MAX_CAP_PICO_USD = 1_000_000n * PICO_PER_USD;

/** Why a text is no spending cap in USD, as a sentence; null when it is one. */
export function capIssue(text: string): string | null {
  const picoUsd = parseUsd(text);
  if (picoUsd === null) return 'An amount in USD looks like "25.00".';
  if (picoUsd === 0n) return 'A cap is more than $0. Leave it out to run without one.';
  return picoUsd > MAX_CAP_PICO_USD ? 'A cap is at most $1,000,000.' : null;
}
