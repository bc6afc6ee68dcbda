import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usdString } from '#lib/money.ts';
import { spentUsd } from '#lib/pricing/spent-usd.ts';
import { addCosts, type Costs, figuresOf, NO_COSTS, sumCosts } from './costs.ts';

const costs = (batch: bigint | null, realtime: bigint | null, unknownRequests = 0): Costs => ({
  ...NO_COSTS,
  ...{ batchPicoUsd: batch, realtimePicoUsd: realtime, requests: 1 + unknownRequests, unknownRequests },
});

test('nothing costs zero; what nobody knows is never zero, and stays told beside what is known', () => {
  expect(figuresOf(NO_COSTS)).toMatchObject({ batchUsd: '0.000000', savedUsd: '0.000000' });
  const unknown = costs(null, null, 3);
  expect(figuresOf(unknown)).toMatchObject({ batchUsd: null, realtimeUsd: null, savedUsd: null, unknownRequests: 3 });
  expect(figuresOf(addCosts(unknown, NO_COSTS)).batchUsd).toBeNull();
  expect(figuresOf(addCosts(unknown, costs(1_500_000n, 3_500_000n)))).toMatchObject({
    ...{ batchUsd: '0.0000015', realtimeUsd: '0.0000035', savedUsd: '0.000002', unknownRequests: 3 },
  });
  // A duplicate alone: paid, and nothing that real time would have cost.
  expect(figuresOf(costs(1_500_000n, null))).toMatchObject({ realtimeUsd: '0.000000', savedUsd: '-0.0000015' });
});

test('what was never sent is in no other amount, and unknown where its price is', () => {
  const unsent = { ...costs(5n, 10n), unsentRows: 3, unsentPicoUsd: 1_000_000n };
  expect(figuresOf(unsent)).toMatchObject({ ...figuresOf(costs(5n, 10n)), unsentRows: 3, unsentUsd: '0.000001' });
  expect(figuresOf({ ...costs(null, null, 1), unsentRows: 3 }).unsentUsd).toBeNull();
  expect(figuresOf(addCosts({ ...NO_COSTS, unsentRows: 3 }, unsent))).toMatchObject({
    unsentRows: 6,
    unsentUsd: '0.000001',
  });
});

test('in which order costs are added changes nothing', () => {
  const all = [costs(7n, 9n), costs(null, null, 2), NO_COSTS, costs(11n, null), costs(null, null, 1), costs(3n, 2n, 1)];
  const whole = sumCosts(all);
  expect(sumCosts(all.toReversed())).toEqual(whole);
  for (let cut = 0; cut <= all.length; cut++)
    expect(addCosts(sumCosts(all.slice(0, cut)), sumCosts(all.slice(cut)))).toEqual(whole);
  expect(whole).toMatchObject({ batchPicoUsd: 21n, realtimePicoUsd: 11n, unknownRequests: 4 });
});

test('what is paid at the real-time price stands apart, and neither saves nor loses anything', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
  fc.assert(
    fc.property(amount, amount, amount, amount, (batch, kept, now, part) => {
      const tried = now / (1n + part);
      const plain = costs(batch, kept);
      const both = { ...plain, realtimePicoUsd: kept + now, nowPicoUsd: now, triedPicoUsd: tried };
      const figures = figuresOf(both);
      expect(figures.savedUsd).toBe(figuresOf(plain).savedUsd);
      expect(figures.batchUsd).toBe(figuresOf(plain).batchUsd);
      expect(spentUsd(figures)).toBe(usdString(batch + now));
      expect(figuresOf(addCosts(both, both)).triedUsd).toBe(usdString(2n * tried));
    }),
  );
});
