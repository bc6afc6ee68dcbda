import { expect, test } from 'vitest';
import { batchCostOf } from '#lib/pricing/cost.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { type PackParts, packedCost, packedInputTokens, recommendRowsPerRequest } from './pack-cost.ts';

const price = findPrice('gpt-4o-mini');
const answers = { lowTokens: 5, expectedTokens: 7, highTokens: 12 };
const parts: PackParts = { aloneTokens: 640, sharedTokens: 720, rowTokens: 22, entryTokens: 9, wrapperTokens: 4 };
const labels = { rows: 10_000, parts, answers, price, outputKind: 'label' } as const;

test('a run is the sum of its requests, the last one as small as it is', () => {
  const run = { rows: 25, rowsPerRequest: 10, parts, answers, price };
  expect(packedInputTokens(run)).toBe(3 * 720 + 25 * 22);
  if (!price) throw new Error('The price is known.');
  const request = (rows: number) =>
    batchCostOf({ inputTokens: 720 + rows * 22, cachedInputTokens: 0, outputTokens: 4 + rows * 16 }, price);
  expect(packedCost(run)?.expectedPicoUsd).toBe(2n * request(10) + request(5));
  expect(packedCost({ ...run, price: null })).toBeNull();
});

test('with one row a request nothing is shared', () => {
  const run = { rows: 3, rowsPerRequest: 1, parts, answers, price };
  expect(packedInputTokens(run)).toBe(1920);
  if (!price) throw new Error('The price is known.');
  const usage = { inputTokens: 640, cachedInputTokens: 0, outputTokens: 7 };
  expect(packedCost(run)?.expectedPicoUsd).toBe(3n * batchCostOf(usage, price));
});

test('as many rows are recommended as bring nearly all there is to save', () => {
  const recommended = recommendRowsPerRequest(labels);
  expect(recommended).toBe(10);
  const costOf = (rowsPerRequest: number) => packedCost({ ...labels, rowsPerRequest })?.expectedPicoUsd ?? 0n;
  const [alone, most] = [costOf(1), costOf(50)];
  expect((alone - costOf(10)) * 100n >= (alone - most) * 85n).toBe(true);
});

test('nothing is recommended where little is shared, or nothing is known', () => {
  expect(
    recommendRowsPerRequest({ ...labels, parts: { ...parts, aloneTokens: 60, sharedTokens: 90, rowTokens: 50 } }),
  ).toBeNull();
  // Short instructions: what keys cost more than is shared.
  expect(
    recommendRowsPerRequest({ ...labels, parts: { ...parts, aloneTokens: 30, sharedTokens: 120, rowTokens: 22 } }),
  ).toBeNull();
  expect(recommendRowsPerRequest({ ...labels, price: null })).toBeNull();
  expect(recommendRowsPerRequest({ ...labels, rows: 1 })).toBeNull();
});

test('requests stay well within what a model can read and say', () => {
  const text = {
    ...labels,
    outputKind: 'text' as const,
    answers: { lowTokens: 20, expectedTokens: 150, highTokens: 500 },
  };
  const long = { ...parts, aloneTokens: 20_000, sharedTokens: 20_100 };
  expect(recommendRowsPerRequest({ ...text, parts: long })).toBe(5);
  // 16,384 tokens are the longest answer: no more than half of it.
  const longer = { ...text, parts: long, answers: { lowTokens: 20, expectedTokens: 150, highTokens: 2_000 } };
  expect(recommendRowsPerRequest(longer)).toBe(3);
  const wide = { ...parts, aloneTokens: 60_000, sharedTokens: 30_000, rowTokens: 30_000 };
  expect(recommendRowsPerRequest({ ...labels, parts: wide })).toBeNull();
});
