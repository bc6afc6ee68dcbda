import { expect, test } from 'vitest';
import { usdString } from '#lib/money.ts';
import { batchCostOf, realtimeCostOf } from './cost.ts';
import { estimate, samplePositions } from './estimate.ts';
import { countOfSample } from './input-count.ts';
import { assumeLabelOutput, assumeTextOutput } from './output-assumption.ts';
import { findPrice } from './prices.ts';

const price = findPrice('gpt-4o-mini');
const output = { lowTokens: 5, expectedTokens: 10, highTokens: 20, sentence: 'Assumes.' };

test('counting every row is exact and equals the sum of the requests', () => {
  const sampledInputTokens = [100, 7, 0, 2_000];
  const { cost, ...rest } = estimate({ count: countOfSample(4, sampledInputTokens, null), price, output });
  expect(rest).toEqual({ inputTokens: 2_107, exact: true, assumption: 'Assumes.' });
  if (!price || !cost) throw new Error('the price is known');
  const usages = sampledInputTokens.map((inputTokens) => ({ inputTokens, cachedInputTokens: 0, outputTokens: 10 }));
  expect(cost.expectedPicoUsd).toBe(usages.reduce((sum, one) => sum + batchCostOf(one, price), 0n));
  expect(cost.realtimePicoUsd).toBe(usages.reduce((sum, one) => sum + realtimeCostOf(one, price), 0n));
});

test('a sample is scaled to all rows and says that it is no exact count', () => {
  const { cost, ...rest } = estimate({ count: countOfSample(1_000_000, [90, 110], null), price, output });
  expect(rest).toMatchObject({ inputTokens: 100_000_000, exact: false });
  expect(usdString(cost?.expectedPicoUsd ?? 0n)).toBe('10.500000');
  expect(usdString(cost?.savedPicoUsd ?? 0n)).toBe('10.500000');
});

test('an unknown price is no cost, not a cost of nothing', () => {
  const result = estimate({ count: countOfSample(2, [1, 2], null), price: null, output });
  expect(result).toMatchObject({ inputTokens: 3, exact: true, cost: null });
  expect(estimate({ count: countOfSample(5, [], null), price, output })).toMatchObject({
    exact: false,
    cost: null,
  });
});

test('no rows cost nothing', () => {
  const { exact, cost } = estimate({ count: countOfSample(0, [], null), price, output });
  expect(exact).toBe(true);
  expect(cost?.highPicoUsd).toBe(0n);
});

test('one long row in the sample is priced by its own tier', () => {
  const tiered = findPrice('gpt-6-sol');
  const longFrom = tiered?.longInput?.overInputTokens ?? null;
  const long = estimate({ count: countOfSample(2, [300_000, 0], longFrom), price: tiered, output });
  const even = estimate({ count: countOfSample(2, [150_000, 150_000], longFrom), price: tiered, output });
  expect(long.inputTokens).toBe(even.inputTokens);
  expect(long.cost?.expectedPicoUsd).toBeGreaterThan(even.cost?.expectedPicoUsd ?? 0n);
});

test('low is never above expected, nor expected above high', () => {
  const assumptions = [0, 1, 19, 20, 149, 150, 151, 10_000].flatMap((limit) =>
    [true, false].map((isReasoning) => assumeTextOutput({ maxOutputTokens: limit || undefined, isReasoning })),
  );
  for (const one of [...assumptions, assumeLabelOutput(['a', 'bbbb'], (text) => text.length, { isReasoning: true })]) {
    const { cost } = estimate({ count: countOfSample(3, [1, 2, 3], null), price, output: one });
    expect(one.lowTokens).toBeLessThanOrEqual(one.expectedTokens);
    expect(one.expectedTokens).toBeLessThanOrEqual(one.highTokens);
    if (!cost) throw new Error('the price is known');
    expect(cost.lowPicoUsd <= cost.expectedPicoUsd && cost.expectedPicoUsd <= cost.highPicoUsd).toBe(true);
  }
});

test('assumptions say what they assume', () => {
  expect(assumeTextOutput()).toEqual({
    lowTokens: 20,
    expectedTokens: 150,
    highTokens: 500,
    sentence: 'Assumes answers of 150 tokens, 20 at least and 500 at most.',
  });
  expect(assumeTextOutput({ maxOutputTokens: 100 })).toMatchObject({ expectedTokens: 100, highTokens: 100 });
  const labels = assumeLabelOutput(['a', 'abc'], (text) => text.length);
  expect(labels).toMatchObject({ lowTokens: 13, expectedTokens: 14, highTokens: 15 });
  expect(labels.sentence).toBe('Assumes one label per answer, 13 to 15 tokens (14 on average).');
  expect(assumeTextOutput({ isReasoning: true }).sentence).toContain('thinks before it answers');
  expect(assumeTextOutput({ isReasoning: true, maxOutputTokens: 4_000 }).highTokens).toBe(4_000);
});

test('sample positions are distinct, ascending, inside and evenly spread', () => {
  expect(samplePositions(3, 3)).toEqual([0, 1, 2]);
  expect(samplePositions(3, 10)).toEqual([0, 1, 2]);
  expect(samplePositions(4, 2)).toEqual([1, 3]);
  expect(samplePositions(0, 10)).toEqual([]);
  expect(samplePositions(10, 0)).toEqual([]);
  for (let rowCount = 1; rowCount < 3_000; rowCount += 37) {
    for (const max of [1, 2, 7, 100, 1_000]) {
      const positions = samplePositions(rowCount, max);
      const size = Math.min(rowCount, max);
      expect(positions).toHaveLength(size);
      const gaps = positions.slice(1).map((position, index) => position - (positions[index] ?? 0));
      for (const gap of gaps) expect(Math.abs(gap - rowCount / size)).toBeLessThan(1);
      expect(gaps.every((gap) => gap >= 1)).toBe(true);
      expect(positions.at(-1)).toBeLessThan(rowCount);
    }
  }
});
