import type { CostRow } from '#lib/pricing/cost-report.ts';
import { daysIn, listDays, type Period } from './period.ts';

/** One bar of the chart: a day, or a month where there are too many days to tell apart. In dollars, for drawing only. */
export type CostBar = { key: string; spent: number; saved: number; realtime: number };

const MOST_DAYS = 92;

/** A bar for every day of the period, also for those on which nothing was spent; over three months, one for every month. */
export function costBars(
  period: Period,
  days: readonly (Pick<CostRow, 'day' | 'batchUsd' | 'realtimeUsd'> & Partial<Pick<CostRow, 'nowUsd'>>)[],
): CostBar[] {
  const keyOf = daysIn(period) > MOST_DAYS ? (day: string) => day.slice(0, 7) : (day: string) => day;
  const bars = new Map<string, CostBar>();
  for (const day of listDays(period)) bars.set(keyOf(day), { key: keyOf(day), spent: 0, saved: 0, realtime: 0 });
  for (const { day = '', batchUsd, nowUsd, realtimeUsd } of days) {
    const bar = bars.get(keyOf(day));
    if (!bar) continue;
    bar.spent += Number(batchUsd ?? 0) + Number(nowUsd ?? 0);
    bar.realtime += Number(realtimeUsd ?? 0);
    // Where retries cost more than the discount gave, nothing is stacked: the line then lies within the bar.
    bar.saved = Math.max(0, bar.realtime - bar.spent);
  }
  return [...bars.values()];
}
