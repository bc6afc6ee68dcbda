import { expect, test } from 'vitest';
import { LISTED_PRICES, PRICES_AS_OF } from './price-list.ts';
import { findPrice, listPricedModels } from './prices.ts';
import { Price } from './schema.ts';

test('a model is found by its name and by its dated snapshots', () => {
  expect(findPrice('gpt-4o-mini')).toMatchObject({
    asOf: '2026-11-05',
    realtime: { inputMicroUsd: 150_000, cachedInputMicroUsd: 75_000, outputMicroUsd: 600_000 },
    batch: { inputMicroUsd: 75_000, outputMicroUsd: 300_000 },
  });
  expect(findPrice('gpt-4o-mini-2024-07-18')).toEqual(findPrice('gpt-4o-mini'));
});

test('an unknown price is null, never zero', () => {
  for (const model of [
    '',
    'gpt-4',
    'gpt-5-turbo',
    'gpt-4o-mini-latest',
    'GPT-4o-mini',
    'ft:gpt-4o-mini:team::id',
    '-2024-07-18',
  ])
    expect(findPrice(model), model).toBeNull();
  expect(findPrice('toString')).toBeNull();
});

test('a snapshot that is priced otherwise is unknown rather than wrong', () => {
  expect(findPrice('gpt-4o-2024-05-13')).toBeNull();
  expect(findPrice('gpt-4o-2024-08-06')).not.toBeNull();
});

test('a day before the first list gets the first list', () => {
  for (const day of ['2020-01-01', PRICES_AS_OF, '2030-01-01'])
    expect(findPrice('o3', new Date(`${day}T00:00:00Z`))?.asOf, day).toBe(PRICES_AS_OF);
});

test('every price is whole, counts on one span of days, costs half in a batch, and survives being frozen as JSON', () => {
  for (const price of listPricedModels()) {
    expect(Price.parse(JSON.parse(JSON.stringify(price))), price.model).toEqual(price);
    expect(price.batch.inputMicroUsd * 2, price.model).toBe(price.realtime.inputMicroUsd);
    expect(price.batch.outputMicroUsd * 2, price.model).toBe(price.realtime.outputMicroUsd);
    expect(price.batch.inputMicroUsd, price.model).toBeGreaterThan(0);
  }
  for (const model of new Set(LISTED_PRICES.map(({ price }) => price.model))) {
    const spans = LISTED_PRICES.filter(({ price }) => price.model === model);
    for (const [index, { validFrom, validTo }] of spans.entries()) {
      const before = spans[index - 1];
      if (before) expect(before.validTo !== null && before.validTo < validFrom, model).toBe(true);
      if (validTo !== null) expect(validFrom <= validTo, model).toBe(true);
    }
  }
});

test('the models of the list are offered cheapest first', () => {
  const outputs = listPricedModels().map((price) => price.batch.outputMicroUsd);
  expect(outputs.length).toBeGreaterThan(20);
  expect(outputs).toEqual(outputs.toSorted((a, b) => a - b));
});
