import { expect, test } from 'vitest';
import { assumeFromHistory, MIN_HISTORY_ROWS } from './output-history.ts';

const rowsOf = (...tokens: number[]) => tokens.map((outputTokens) => ({ outputTokens }));

test('a few rows say nothing, enough of them their mean', () => {
  expect(assumeFromHistory(rowsOf(...Array.from({ length: MIN_HISTORY_ROWS - 1 }, () => 8)))).toBeNull();
  const even = assumeFromHistory(rowsOf(8, 8, 8, 8, 8));
  expect(even).toMatchObject({ expectedTokens: 8 });
  expect(even?.sentence).toBe('Answers as in 5 rows that were asked the same before: 8 tokens each on average.');
  expect(assumeFromHistory(rowsOf(7, 8, 8, 8, 9, 6))?.expectedTokens).toBeCloseTo(46 / 6);
});

test('low, expected and high keep their order and come closer with more rows', () => {
  const tokens = (count: number) => rowsOf(...Array.from({ length: count }, (_, index) => 5 + ((index * 7) % 11)));
  const spreads = [11, 110, 1_100].map((count) => {
    const it = assumeFromHistory(tokens(count));
    if (!it) throw new Error('there are enough rows');
    expect(it.lowTokens).toBeGreaterThanOrEqual(0);
    expect(it.lowTokens).toBeLessThan(it.expectedTokens);
    expect(it.expectedTokens).toBeLessThan(it.highTokens);
    return it.highTokens - it.lowTokens;
  });
  expect(spreads).toEqual(spreads.toSorted((a, b) => b - a));
});

test('a limit that was lowered since is held; answers that never came cost nothing', () => {
  expect(assumeFromHistory(rowsOf(90, 90, 90, 90, 90), { maxOutputTokens: 40 })?.expectedTokens).toBe(40);
  expect(assumeFromHistory(rowsOf(0, 0, 0, 0, 0))).toMatchObject({ lowTokens: 0, expectedTokens: 0, highTokens: 0 });
});
