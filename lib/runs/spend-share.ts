import { usdPercent } from '#lib/format.ts';
import { parseUsd } from '#lib/money.ts';
import { spentUsd } from '#lib/pricing/spent-usd.ts';
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

type Spent = Pick<Run['cost'], 'batchUsd' | 'nowUsd'> & {
  estimate: Pick<Run['cost']['estimate'], 'expectedUsd' | 'highUsd'>;
};

/** What was spent beside what was said before the launch; null where one of them is not known. */
export function spendShare(cost: Spent): SpendShare | null {
  const { expectedUsd, highUsd } = cost.estimate;
  const paidUsd = spentUsd(cost);
  const [spent, most] = [parseUsd(paidUsd ?? ''), parseUsd(highUsd ?? '')];
  if (spent === null || most === null || expectedUsd === null) return null;
  return {
    ofExpected: usdPercent(paidUsd, expectedUsd) ?? 0,
    spent: Math.min(100, usdPercent(paidUsd, highUsd) ?? 0),
    mark: Math.min(100, usdPercent(expectedUsd, highUsd) ?? 100),
    isOver: spent > most,
  };
}
