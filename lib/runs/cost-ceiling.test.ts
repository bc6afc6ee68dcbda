import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestAnswerTokens } from '#lib/pricing/answer-limit.ts';
import { batchCostOf, realtimeCostOf } from '#lib/pricing/cost.ts';
import { findPrice, listPricedModels } from '#lib/pricing/prices.ts';
import { ceilingMeter, coarseRates, requestCeiling, requestCostsOf } from './cost-ceiling.ts';

const priced = listPricedModels();

function costsOf(model: string, maxOutputTokens?: number) {
  const costs = requestCostsOf({ price: findPrice(model), parameters: { maxOutputTokens } });
  if (!costs) throw new Error(`There is no bound for ${model}.`);
  return costs;
}

test('the longest answer is the request’s limit, else the model’s own, else its whole context', () => {
  const mini = costsOf('gpt-4o-mini').price;
  expect(longestAnswerTokens(mini, 200)).toBe(200);
  expect(longestAnswerTokens(mini, undefined)).toBe(16_384);
  expect(longestAnswerTokens({ ...mini, model: 'ours', contextTokens: 32_000 }, undefined)).toBe(32_000);
  expect(longestAnswerTokens({ ...mini, model: 'ours', contextTokens: null }, undefined)).toBeNull();
});

test('without a price or a longest answer there is no bound', () => {
  const { price } = costsOf('gpt-4o-mini');
  expect(requestCostsOf({ price: null, parameters: {} })).toBeNull();
  const nameless = { ...price, model: 'ours', contextTokens: null };
  expect(requestCostsOf({ price: nameless, parameters: {} })).toBeNull();
  expect(requestCostsOf({ price: nameless, parameters: { maxOutputTokens: 5 } })?.answerTokens).toBe(5);
});

test('no usage within the limits costs more than the ceiling, at any model and on both sides of the tier of long inputs', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...priced),
      fc.integer({ min: 0, max: 600_000 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (price, textBytes, answerTokens, filled, cached, mayBeRealtime) => {
        const inputTokens = Math.floor(textBytes * filled);
        const usage = {
          inputTokens,
          cachedInputTokens: Math.floor(inputTokens * cached),
          outputTokens: Math.floor(answerTokens * filled),
        };
        const costs = { price, answerTokens, mayBeRealtime };
        expect(batchCostOf(usage, price)).toBeLessThanOrEqual(requestCeiling(costs, textBytes));
        if (mayBeRealtime) expect(realtimeCostOf(usage, price)).toBeLessThanOrEqual(requestCeiling(costs, textBytes));
        const { bytePicoUsd, answerPicoUsd } = coarseRates(costs);
        // A line of the file is some hundred bytes longer than its texts.
        expect(requestCeiling(costs, textBytes)).toBeLessThanOrEqual(
          bytePicoUsd * BigInt(textBytes + 64) + answerPicoUsd,
        );
      },
    ),
  );
});

test('a meter takes the request that just fits, and not one pico-dollar more', () => {
  const costs = costsOf('gpt-4o-mini', 100);
  const one = requestCeiling(costs, 50);
  const exact = ceilingMeter(costs, 2n * one);
  for (let requests = 0; requests < 2; requests++) {
    expect(exact.fits(50)).toBe(true);
    exact.add(50);
  }
  expect(exact.fits(50)).toBe(false);
  expect(exact.read()).toEqual({ ceilingPicoUsd: 2n * one, rowCeilingPicoUsd: one });
  const less = ceilingMeter(costs, 2n * one - 1n);
  less.add(50);
  expect(less.fits(50)).toBe(false);
  expect(ceilingMeter(costs, null).fits(1_000_000_000)).toBe(true);
});

test('a sum that no database could hold is still larger than any cap', () => {
  const meter = ceilingMeter({ price: costsOf('gpt-5.5-pro').price, answerTokens: 2_000_000_000 }, null);
  for (let requests = 0; requests < 100; requests++) meter.add(10);
  expect(meter.read().ceilingPicoUsd).toBe(9_000_000_000_000_000_000n);
});
