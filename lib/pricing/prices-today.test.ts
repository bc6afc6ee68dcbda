import { expect, test } from 'vitest';
import type { PriceEntryView } from './price-book.ts';
import { findPrice } from './prices.ts';
import { listAge, pricesToday } from './prices-today.ts';
import type { Price } from './schema.ts';

const TODAY = new Date('2026-11-20T12:00:00Z');

function entry(model: string, change: Partial<PriceEntryView> = {}): PriceEntryView {
  const rates = { inputMicroUsd: 1, cachedInputMicroUsd: 1, outputMicroUsd: 1 };
  const price: Price = {
    ...{ model, asOf: '2026-11-01', realtime: rates, batch: rates, longInput: null, contextTokens: null, note: null },
  };
  return {
    ...{ id: model, model, price, connectionId: null, validFrom: '2026-11-01', validTo: null, withdrawnAt: null },
    ...{ createdAt: '2026-11-01T00:00:00.000Z', source: 'Contract', connectionName: null },
    ...{ enteredBy: 'Ada', withdrawnBy: null, ...change },
  };
}

const of = (entries: PriceEntryView[], model: string, unpriced: string[] = []) =>
  pricesToday(entries, unpriced, TODAY).filter((row) => row.model === model);

test('without an entry every model of the list has the price of the list', () => {
  expect(of([], 'gpt-4o-mini')).toEqual([
    { model: 'gpt-4o-mini', connection: null, price: findPrice('gpt-4o-mini', TODAY), entry: null },
  ]);
});

test('what is not in force yet, over or withdrawn is not shown as in force', () => {
  for (const change of [
    { validFrom: '2026-11-21' },
    { validTo: '2026-11-19' },
    { withdrawnAt: '2026-11-02T00:00:00.000Z' },
  ])
    expect(of([entry('gpt-4o-mini', change)], 'gpt-4o-mini')).toMatchObject([{ entry: null }]);
});

test('a connection with a price of its own has a line of its own beside that of all others', () => {
  const here = entry('gpt-4o-mini', { connectionId: 'con_b', connectionName: 'Account B' });
  expect(of([here], 'gpt-4o-mini')).toMatchObject([
    { connection: null, entry: null },
    { connection: { id: 'con_b', name: 'Account B' }, entry: here },
  ]);
  expect(of([{ ...here, model: 'llama-7' }], 'llama-7')).toMatchObject([{ connection: { name: 'Account B' } }]);
});

test('a model that ran without a price is unknown, also where another account has one', () => {
  expect(of([], 'llama-7', ['llama-7'])).toEqual([{ model: 'llama-7', connection: null, price: null, entry: null }]);
  const here = entry('llama-7', { connectionId: 'con_b', connectionName: 'Account B' });
  expect(of([here], 'llama-7', ['llama-7'])).toMatchObject([{ price: null }, { entry: here }]);
  expect(of([entry('llama-7')], 'llama-7', ['llama-7'])).toMatchObject([{ entry: { source: 'Contract' } }]);
});

test('a list is old after more than 60 days', () => {
  expect(listAge('2026-11-20', TODAY)).toBeNull();
  expect(listAge('2026-09-21', TODAY)).toBeNull();
  expect(listAge('2026-09-20', TODAY)).toBe(61);
});
