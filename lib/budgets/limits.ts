import { PICO_PER_USD, parseUsd } from '#lib/money.ts';

export const MAX_BUDGETS = 50;
export const MAX_BUDGET_NAME_CHARS = 80;
export const MAX_THRESHOLDS = 5;
export const MAX_THRESHOLD = 200;

/** What most people want to hear of: half, nearly all, and all. */
export const USUAL_THRESHOLDS: readonly number[] = [50, 80, 100];

const MAX_BUDGET_PICO_USD = 1_000_000n * PICO_PER_USD;

/** Why a text is no amount of a budget in USD, as a sentence; null when it is one. */
export function budgetAmountIssue(text: string): string | null {
  const picoUsd = parseUsd(text);
  if (picoUsd === null) return 'An amount in USD looks like "100.00".';
  if (picoUsd === 0n) return 'A budget is more than $0.';
  return picoUsd > MAX_BUDGET_PICO_USD ? 'A budget is at most $1,000,000 a month.' : null;
}

/** Why some percents are no thresholds, as a sentence; null when they are. None at all is fine: then nobody is told. */
export function thresholdsIssue(thresholds: readonly number[]): string | null {
  if (thresholds.length > MAX_THRESHOLDS) return `At most ${MAX_THRESHOLDS} percents can be told of.`;
  if (thresholds.some((percent) => !Number.isInteger(percent) || percent < 1 || percent > MAX_THRESHOLD))
    return `Percents are whole numbers from 1 to ${MAX_THRESHOLD}, such as 50, 80, 100.`;
  return new Set(thresholds).size < thresholds.length ? 'A percent is there twice.' : null;
}

/** The percents of a text such as `50, 80, 100 %`; what is no number is kept as one that no threshold may be. */
export function readThresholds(text: string): number[] {
  return text
    .replaceAll('%', ' ')
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : Number.NaN));
}
