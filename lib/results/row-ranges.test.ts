import { expect, test } from 'vitest';
import { formatRowRanges, parseRowRanges } from './row-ranges.ts';

test('neighbors become ranges', () => {
  expect(formatRowRanges([0, 1, 2, 7, 9, 10])).toBe('0-2,7,9-10');
  expect(formatRowRanges([5])).toBe('5');
  expect(formatRowRanges([3, 2, 1])).toBe('3,2,1');
});

test('what is written is read again, in any order', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const rows = Array.from({ length: 1 + (seed % 40) }, (_, index) => (index * seed * 7919) % (seed + 60));
    const distinct = [...new Set(rows)];
    expect(parseRowRanges(formatRowRanges(distinct), 200)).toEqual(distinct);
  }
});

test('more rows than may be named are refused without being counted out', () => {
  expect(parseRowRanges('0-199', 200)).toHaveLength(200);
  expect(parseRowRanges('0-200', 200)).toBeNull();
  expect(parseRowRanges('0-199,500', 200)).toBeNull();
  expect(parseRowRanges('0-999999999', 200)).toBeNull();
  expect(parseRowRanges('9-3', 200)).toEqual([]);
});
