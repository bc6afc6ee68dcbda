import { expect, test } from 'vitest';
import { type PriceEntry, priceOn } from './price-book.ts';
import { findPrice } from './prices.ts';
import type { Price } from './schema.ts';

const TODAY = new Date('2026-11-20T23:59:59Z');

function entry(id: string, model: string, change: Partial<PriceEntry> = {}): PriceEntry {
  const rates = { inputMicroUsd: 1, cachedInputMicroUsd: 1, outputMicroUsd: 1 };
  const price: Price = {
    ...{ model, asOf: '2026-11-01', realtime: rates, batch: rates, longInput: null, contextTokens: null, note: id },
  };
  const days = { validFrom: '2026-11-01', validTo: null, createdAt: '2026-11-01T00:00:00.000Z', withdrawnAt: null };
  return { id, model, price, connectionId: null, ...days, ...change };
}

function noteOf(entries: readonly PriceEntry[], model = 'gpt-4o-mini', at = TODAY): string | null | undefined {
  return priceOn(entries, { model, connectionId: 'here' }, at)?.note;
}

test('without an entry the list counts, and what neither knows is unknown', () => {
  expect(priceOn([], { model: 'gpt-4o-mini', connectionId: 'here' }, TODAY)).toEqual(findPrice('gpt-4o-mini'));
  expect(priceOn([entry('a', 'gpt-4o')], { model: 'gpt-4o-mini', connectionId: 'here' }, TODAY)).toEqual(
    findPrice('gpt-4o-mini'),
  );
  expect(priceOn([], { model: 'llama-7', connectionId: 'here' }, TODAY)).toBeNull();
  expect(noteOf([entry('a', 'llama-7')], 'llama-7')).toBe('a');
});

test('of several entries the one made last counts, whatever their order', () => {
  const old = entry('old', 'gpt-4o-mini');
  const young = entry('young', 'gpt-4o-mini', { createdAt: '2026-11-02T00:00:00.000Z' });
  for (const entries of [
    [old, young],
    [young, old],
  ])
    expect(noteOf(entries)).toBe('young');
});

test('an entry counts on its first and its last day, not a day before or after', () => {
  const entries = [entry('a', 'llama-7', { validFrom: '2026-11-10', validTo: '2026-11-20' })];
  const on = (day: string) => noteOf(entries, 'llama-7', new Date(day));
  expect(on('2026-11-09T23:59:59.999Z')).toBeUndefined();
  expect(on('2026-11-10T00:00:00Z')).toBe('a');
  expect(on('2026-11-20T23:59:59.999Z')).toBe('a');
  expect(on('2026-11-21T00:00:00Z')).toBeUndefined();
});

test('a withdrawn entry makes way for the one before it, and then for the list', () => {
  const old = entry('old', 'gpt-4o-mini');
  const gone = { withdrawnAt: '2026-11-03T00:00:00.000Z' };
  const young = entry('young', 'gpt-4o-mini', { createdAt: '2026-11-02T00:00:00.000Z', ...gone });
  expect(noteOf([old, young])).toBe('old');
  expect(priceOn([{ ...old, ...gone }, young], { model: 'gpt-4o-mini', connectionId: 'here' }, TODAY)).toEqual(
    findPrice('gpt-4o-mini'),
  );
});

test('a dated snapshot has the price of its model, unless it has one of its own', () => {
  const model = entry('model', 'gpt-4o-mini', { createdAt: '2026-11-05T00:00:00.000Z' });
  const snapshot = entry('snapshot', 'gpt-4o-mini-2024-07-18');
  expect(noteOf([model], 'gpt-4o-mini-2024-07-18')).toBe('model');
  expect(noteOf([model, snapshot], 'gpt-4o-mini-2024-07-18')).toBe('snapshot');
  expect(noteOf([model, snapshot], 'gpt-4o-mini')).toBe('model');
});

test('what was agreed for an account goes before what counts for all, and that before the list', () => {
  const all = entry('all', 'gpt-4o-mini', { createdAt: '2026-11-05T00:00:00.000Z' });
  const here = entry('here', 'gpt-4o-mini', { connectionId: 'here' });
  const there = entry('there', 'gpt-4o-mini', { connectionId: 'there', createdAt: '2026-11-06T00:00:00.000Z' });
  expect(noteOf([all, here, there])).toBe('here');
  expect(noteOf([all, there])).toBe('all');
  expect(noteOf([there])).toBe(findPrice('gpt-4o-mini')?.note);
  expect(noteOf([all, { ...here, withdrawnAt: '2026-11-07T00:00:00.000Z' }, there])).toBe('all');
  // A snapshot of the account's model goes before a snapshot's own price that counts for all.
  expect(noteOf([entry('dated', 'gpt-4o-mini-2024-07-18'), here], 'gpt-4o-mini-2024-07-18')).toBe('here');
});
