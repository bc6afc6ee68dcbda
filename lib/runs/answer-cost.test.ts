import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOf } from '#lib/pricing/cost.ts';
import { listPricedModels } from '#lib/pricing/prices.ts';
import { usdCosts } from './answer-cost.ts';

const usage = fc
  .record({
    inputTokens: fc.integer({ min: 0, max: 600_000 }),
    outputTokens: fc.integer({ min: 0, max: 50_000 }),
    cached: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ cached, ...rest }) => ({ ...rest, cachedInputTokens: Math.floor(rest.inputTokens * cached) }));

test('what is paid at the real-time price is that price to the pico-dollar, and saves exactly nothing, kept or not', () => {
  fc.assert(
    fc.property(fc.constantFrom(...listPricedModels()), usage, fc.boolean(), (price, tokens, isKept) => {
      const { costPicoUsd, realtimePicoUsd } = usdCosts(tokens, price, { isKept, isRealtime: true });
      expect(costPicoUsd).toBe(String(costOf(tokens, price, 'realtime')));
      expect(realtimePicoUsd).toBe(costPicoUsd);
    }),
  );
});

test('what is paid at the price of a batch saves the rest of the real-time price, if it is kept', () => {
  fc.assert(
    fc.property(fc.constantFrom(...listPricedModels()), usage, fc.boolean(), (price, tokens, isKept) => {
      const { costPicoUsd, realtimePicoUsd } = usdCosts(tokens, price, { isKept });
      expect(costPicoUsd).toBe(String(costOf(tokens, price, 'batch')));
      expect(realtimePicoUsd).toBe(isKept ? String(costOf(tokens, price, 'realtime')) : '0');
    }),
  );
});

test('an unknown price stays unknown at either', () => {
  const tokens = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 3 };
  for (const isRealtime of [true, false])
    expect(usdCosts(tokens, null, { isKept: true, isRealtime })).toEqual({
      ...{ costPicoUsd: null, realtimePicoUsd: null },
      isLong: false,
    });
});
