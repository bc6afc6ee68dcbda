import { expect, test } from 'vitest';
import { usdString } from '#lib/money.ts';
import { batchCostOf, costOf, realtimeCostOf, type Usage } from './cost.ts';
import { findPrice, listPricedModels } from './prices.ts';
import { addSavings, NO_SAVINGS, type Savings, savingsOf } from './savings.ts';
import type { Price } from './schema.ts';

function priceOf(model: string): Price {
  const price = findPrice(model);
  if (!price) throw new Error(`${model} is not listed`);
  return price;
}

function usage(inputTokens: number, outputTokens = 0, cachedInputTokens = 0): Usage {
  return { inputTokens, cachedInputTokens, outputTokens };
}

/** The same usages for the same seed: no test depends on chance. */
function usages(seed: number, length: number): Usage[] {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  return Array.from({ length }, () => {
    const inputTokens = next(600_000);
    return usage(inputTokens, next(5_000), next(inputTokens + 1));
  });
}

test('a million tokens cost the list price', () => {
  const price = priceOf('gpt-4o-mini');
  expect(usdString(batchCostOf(usage(1_000_000), price))).toBe('0.075000');
  expect(usdString(realtimeCostOf(usage(1_000_000, 1_000_000), price))).toBe('0.750000');
  expect(usdString(batchCostOf(usage(1), price))).toBe('0.000000075');
});

test('cached tokens are part of the input and cost the cached price', () => {
  const price = priceOf('gpt-5-mini');
  expect(usdString(batchCostOf(usage(1_000_000, 0, 1_000_000), price))).toBe('0.012500');
  expect(usdString(batchCostOf(usage(1_000_000, 0, 400_000), price))).toBe('0.080000');
  // A provider that reports more cached tokens than input must not make the cost negative.
  expect(batchCostOf(usage(10, 0, 1_000_000), price)).toBe(batchCostOf(usage(10, 0, 10), price));
});

test('no discount for cached tokens where the list has none', () => {
  const price = priceOf('gpt-4o-mini');
  expect(batchCostOf(usage(1000, 5, 900), price)).toBe(batchCostOf(usage(1000, 5), price));
  expect(realtimeCostOf(usage(1000, 5, 900), price)).toBeLessThan(realtimeCostOf(usage(1000, 5), price));
});

test('the long input tier begins one token above its limit, for the whole request', () => {
  const price = priceOf('gpt-6-sol');
  expect(usdString(batchCostOf(usage(272_000, 1_000_000), price))).toBe('5.272000');
  expect(usdString(batchCostOf(usage(272_001, 1_000_000), price))).toBe('8.044002');
  expect(usdString(realtimeCostOf(usage(272_001, 0, 272_001), price))).toBe('0.1088004');
  // Without a tier one token more is one token more.
  const flat = priceOf('gpt-5-mini');
  expect(batchCostOf(usage(272_001), flat) - batchCostOf(usage(272_000), flat)).toBe(125_000n);
});

test('a thousand short requests never reach the tier that their sum would', () => {
  const price = priceOf('gpt-6-sol');
  const each = batchCostOf(usage(1_000), price);
  expect(usdString(each * 1_000n)).toBe('1.000000');
  expect(batchCostOf(usage(1_000_000), price)).toBe(each * 2_000n);
});

test('a batch costs half of real time for the same tokens, when nothing is cached', () => {
  for (const price of listPricedModels())
    for (const { inputTokens, outputTokens } of usages(7, 40)) {
      const plain = usage(inputTokens, outputTokens);
      expect(batchCostOf(plain, price) * 2n, price.model).toBe(realtimeCostOf(plain, price));
    }
});

test('more tokens never cost less', () => {
  for (const price of listPricedModels())
    for (const one of usages(11, 40))
      for (const lane of ['batch', 'realtime'] as const) {
        const cost = costOf(one, price, lane);
        expect(costOf({ ...one, inputTokens: one.inputTokens + 1 }, price, lane)).toBeGreaterThan(cost);
        expect(costOf({ ...one, outputTokens: one.outputTokens + 1 }, price, lane)).toBeGreaterThanOrEqual(cost);
      }
});

test('sums agree however the requests are grouped (100 generated runs)', () => {
  const price = priceOf('gpt-5.4');
  for (let seed = 1; seed <= 100; seed++) {
    const charges = usages(seed, 30).map((one, index) => ({ usage: one, isKept: index % 7 !== 0 }));
    const savings = charges.map((charge) => savingsOf(charge, price));
    const all = sum(savings);
    const cut = seed % 30;
    expect(addSavings(sum(savings.slice(0, cut)), sum(savings.slice(cut)))).toEqual(all);
    expect(sum(savings.toReversed())).toEqual(all);
    expect(all.savedPicoUsd).toBe(all.realtimePicoUsd - all.batchPicoUsd);
  }
});

test('a thrown away answer is paid for and saves nothing', () => {
  const price = priceOf('gpt-4o-mini');
  const kept = savingsOf({ usage: usage(1_000_000), isKept: true }, price);
  const thrownAway = savingsOf({ usage: usage(1_000_000), isKept: false }, price);
  expect(usdString(kept.savedPicoUsd)).toBe('0.075000');
  expect(usdString(thrownAway.savedPicoUsd)).toBe('-0.075000');
  expect(addSavings(kept, thrownAway).savedPicoUsd).toBe(0n);
});

function sum(savings: readonly Savings[]): Savings {
  return savings.reduce(addSavings, NO_SAVINGS);
}
