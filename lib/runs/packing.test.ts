import { expect, test } from 'vitest';
import { findPrice } from '#lib/pricing/prices.ts';
import { longestOfRequest, rowsPerBatch, rowsPerRequestAt, splitEvenly } from './packing.ts';

test('parts are even and add up, whatever the amount', () => {
  for (let amount = 0n; amount < 3_000n; amount += 7n) {
    for (let parts = 1; parts <= 50; parts++) {
      const split = splitEvenly(amount, parts);
      expect(split).toHaveLength(parts);
      expect(split.reduce((sum, part) => sum + part, 0n)).toBe(amount);
      expect((split[0] ?? 0n) - (split.at(-1) ?? 0n) <= 1n).toBe(true);
      expect(split.toSorted((a, b) => Number(b - a))).toEqual(split);
    }
  }
});

test('cached tokens are never more than the tokens they are part of, row by row', () => {
  for (let input = 0n; input < 60n; input++)
    for (let cached = 0n; cached <= input; cached++)
      for (const parts of [1, 2, 7, 50]) {
        const of = splitEvenly(input, parts);
        expect(splitEvenly(cached, parts).every((part, row) => part <= (of[row] ?? 0n))).toBe(true);
      }
});

test('each attempt asks fewer rows at a time, and the last one asks them alone', () => {
  const ladder = (rowsPerRequest: number, maxAttempts: number, attempts = maxAttempts + 1) =>
    Array.from({ length: attempts }, (_, index) => rowsPerRequestAt({ rowsPerRequest, maxAttempts }, index + 1));
  expect(ladder(20, 3)).toEqual([20, 5, 1, 1]);
  expect(ladder(10, 2)).toEqual([10, 1, 1]);
  expect(ladder(50, 5)).toEqual([50, 19, 8, 3, 1, 1]);
  expect(ladder(20, 1)).toEqual([20, 1]);
  expect(ladder(1, 3)).toEqual([1, 1, 1, 1]);
  for (let rows = 2; rows <= 50; rows++)
    for (let most = 2; most <= 10; most++) {
      const steps = ladder(rows, most, most);
      expect(steps.toSorted((a, b) => b - a)).toEqual(steps);
      expect(steps.at(-1)).toBe(1);
    }
});

test('a batch never holds more rows than it may have requests', () => {
  expect(rowsPerBatch({ maxRequests: 50_000 }, 20)).toBe(50_000);
  expect(rowsPerBatch({ maxRequests: 100 }, 20)).toBe(2_000);
  expect(rowsPerBatch({ maxRequests: 7 }, 1)).toBe(7);
});

test('a request of several rows has room for the answers to all, within what its model can say', () => {
  const price = findPrice('gpt-4o-mini');
  expect(longestOfRequest(undefined, 20, price)).toBeUndefined();
  expect(longestOfRequest(100, 1, price)).toBe(100);
  expect(longestOfRequest(100, 10, price)).toBe(1_220);
  expect(longestOfRequest(10_000, 50, price)).toBe(16_384);
  expect(longestOfRequest(10_000, 50, null)).toBe(501_020);
});
