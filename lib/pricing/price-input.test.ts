import { expect, test } from 'vitest';
import { microUsdOf, usdPerMillion } from './micro-usd.ts';
import { PriceInput, priceOfInput } from './price-input.ts';
import { findPrice } from './prices.ts';
import { Price } from './schema.ts';

const INPUT = {
  model: ' gpt-4o-mini ',
  ...{ realtimeInputUsd: '0.15', realtimeCachedUsd: '0.075', realtimeOutputUsd: '0.60' },
  ...{ batchInputUsd: '0.0675', batchCachedUsd: '', batchOutputUsd: '0.27' },
  validFrom: '2026-11-01',
  source: 'Contract 14',
};

test('dollars per million tokens become whole micro-dollars, and an empty cached price is the input price', () => {
  const price = priceOfInput(PriceInput.parse(INPUT), findPrice('gpt-4o-mini'));
  expect(price).toEqual({
    model: 'gpt-4o-mini',
    asOf: '2026-11-01',
    realtime: { inputMicroUsd: 150_000, cachedInputMicroUsd: 75_000, outputMicroUsd: 600_000 },
    batch: { inputMicroUsd: 67_500, cachedInputMicroUsd: 67_500, outputMicroUsd: 270_000 },
    longInput: null,
    contextTokens: 128_000,
    note: 'Entered in this workspace: Contract 14',
  });
  expect(Price.parse(JSON.parse(JSON.stringify(price)))).toEqual(price);
});

test.each(['', '0,15', '$1', '-1', '1e3', '0.1234567', '1000.000001', 'free'])('%j is no price', (text) => {
  expect(microUsdOf(text)).toBeNull();
  const parsed = PriceInput.safeParse({ ...INPUT, batchOutputUsd: text });
  expect(parsed.error?.issues[0]?.path).toEqual(['batchOutputUsd']);
});

test('nothing is a price, said on purpose; so is the dearest', () => {
  expect(microUsdOf('0')).toBe(0);
  expect(microUsdOf('0.000001')).toBe(1);
  expect(microUsdOf('1000')).toBe(1_000_000_000);
});

test('what is shown reads back as the same price', () => {
  for (const micro of [0, 1, 10, 67_500, 150_000, 999_999, 1_000_000, 12_000_000, 1_000_000_000])
    expect(microUsdOf(usdPerMillion(micro)), usdPerMillion(micro)).toBe(micro);
  expect([usdPerMillion(150_000), usdPerMillion(12_000_000), usdPerMillion(0)]).toEqual(['0.15', '12', '0']);
});

test('a last day before the first is refused, the same day is not', () => {
  expect(PriceInput.safeParse({ ...INPUT, validTo: '2026-10-31' }).error?.issues[0]?.path).toEqual(['validTo']);
  expect(PriceInput.safeParse({ ...INPUT, validTo: '2026-11-01' }).success).toBe(true);
});
