import { expect, test } from 'vitest';
import { spendShare } from './spend-share.ts';

const share = (batchUsd: string | null, expectedUsd: string | null, highUsd: string | null) =>
  spendShare({ batchUsd, nowUsd: '0.000000', estimate: { expectedUsd, highUsd } });

test('a run that cost all that was expected, and up to the most that was said, is not over it', () => {
  expect(share('0.100000', '0.100000', '0.200000')).toEqual({ ofExpected: 100, spent: 50, mark: 50, isOver: false });
  expect(share('0.100000', '0.100000', '0.100000')).toEqual({ ofExpected: 100, spent: 100, mark: 100, isOver: false });
  expect(share('0.200000', '0.100000', '0.200000')).toMatchObject({ ofExpected: 200, spent: 100, isOver: false });
});

test('a millionth of a millionth of a dollar above the most is over it', () => {
  expect(share('0.200000000001', '0.100000', '0.200000')).toMatchObject({ spent: 100, isOver: true });
  expect(share('0.199999999999', '0.100000', '0.200000')).toMatchObject({ spent: 99, isOver: false });
});

test('without a price there is nothing to compare', () => {
  expect(share(null, '0.100000', '0.200000')).toBeNull();
  expect(share('0.100000', null, null)).toBeNull();
});

test('what was paid at the real-time price is spent as well', () => {
  const estimate = { lowUsd: '0.010000', expectedUsd: '0.100000', highUsd: '0.200000', aloneUsd: null };
  const both = spendShare({ batchUsd: '0.060000', nowUsd: '0.040000', estimate });
  expect(both).toEqual({ ofExpected: 100, spent: 50, mark: 50, isOver: false });
});
