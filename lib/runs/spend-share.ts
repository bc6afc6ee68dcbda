import { usdPercent } from '#lib/format.ts';
import { parseUsd } from '#lib/money.ts';
import type { Run } from './schema.ts';

export type SpendShare = {
  /** Percent of what was expected, rounded down. */
  ofExpected: number;
  /** Where the bar ends, and where the mark of what was expected stands: percent of the most it was said to cost. */
  spent: number;
  mark: number;
  /** Whether it cost more than the most it was said to cost. */
  isOver: boolean;
};

/** What was spent beside what was said before the launch; null where one of them is not known. */
export function spendShare({ batchUsd, estimate }: Pick<Run['cost'], 'batchUsd' | 'estimate'>): SpendShare | null {
  const { expectedUsd, highUsd } = estimate;
  const [spent, most] = [parseUsd(batchUsd ?? ''), parseUsd(highUsd ?? '')];
  if (spent === null || most === null || expectedUsd === null) return null;
  return {
    ofExpected: usdPercent(batchUsd, expectedUsd) ?? 0,
    spent: Math.min(100, usdPercent(batchUsd, highUsd) ?? 0),
    mark: Math.min(100, usdPercent(expectedUsd, highUsd) ?? 100),
    isOver: spent > most,
  };
}
