import { expect, test } from 'vitest';
import { costBars } from './cost-bars.ts';
import { listDays } from './period.ts';

const day = (key: string, batchUsd: string | null, realtimeUsd: string | null) => ({ day: key, batchUsd, realtimeUsd });

test('days on which nothing was spent have a bar of nothing, and what is unknown draws nothing', () => {
  const bars = costBars({ from: '2026-11-01', to: '2026-11-04' }, [
    day('2026-11-02', '1.5', '4'),
    day('2026-11-04', null, null),
  ]);
  expect(bars).toEqual([
    { key: '2026-11-01', spent: 0, saved: 0, realtime: 0 },
    { key: '2026-11-02', spent: 1.5, saved: 2.5, realtime: 4 },
    { key: '2026-11-03', spent: 0, saved: 0, realtime: 0 },
    { key: '2026-11-04', spent: 0, saved: 0, realtime: 0 },
  ]);
});

test('where retries cost more than the discount gave, nothing is stacked upon what was spent', () => {
  expect(costBars({ from: '2026-11-01', to: '2026-11-01' }, [day('2026-11-01', '3', '2')])).toEqual([
    { key: '2026-11-01', spent: 3, saved: 0, realtime: 2 },
  ]);
});

test('over three months there is a bar for every month, and the sum stays the same', () => {
  const quarter = { from: '2026-01-01', to: '2026-04-02' };
  expect(costBars(quarter, [])).toHaveLength(92);
  const longer = { from: '2026-01-01', to: '2026-04-03' };
  const days = listDays(longer).map((key) => day(key, '1', '2'));
  const bars = costBars(longer, days);
  expect(bars.map(({ key, spent, saved }) => [key, spent, saved])).toEqual([
    ['2026-01', 31, 31],
    ['2026-02', 28, 28],
    ['2026-03', 31, 31],
    ['2026-04', 3, 3],
  ]);
});
