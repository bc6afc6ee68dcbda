import { expect, test } from 'vitest';
import { retryCost } from './retry-cost.ts';

const reusedRows = 0;
const counts = { total: 1000, waiting: 0, inFlight: 0, succeeded: 900, failed: 100, canceled: 0, skipped: 0 };
const notOver = { aloneUsd: null, errorPercent: null, outcome: null };
const estimate = { lowUsd: '0.500000', expectedUsd: '1.000000', highUsd: '2.000000', ...notOver };
const beside = { duplicateUsd: '0.000000', unknownAnswers: 0, unsentRows: 0, unsentUsd: '0.000000' };
const cost = {
  estimate,
  batchUsd: '0.900000',
  nowUsd: '0.000000',
  realtimeUsd: '1.800000',
  savedUsd: '0.900000',
  ...beside,
};

test('a row costs again what an answered row cost so far', () => {
  expect(retryCost({ counts, cost, reusedRows }, 37)).toBe('0.037000');
  expect(retryCost({ counts, cost, reusedRows }, 0)).toBe('0.000000');
});

test('what was answered at once costs half of it when it is sent again, in a batch', () => {
  const both = { ...cost, batchUsd: '0.400000', nowUsd: '1.000000' };
  expect(retryCost({ counts, cost: both, reusedRows }, 37)).toBe('0.037000');
});

test('before anything was paid it goes by the estimate', () => {
  const run = {
    reusedRows,
    counts: { ...counts, succeeded: 0, failed: 1000 },
    cost: { ...cost, batchUsd: '0.000000' },
  };
  expect(retryCost(run, 500)).toBe('0.500000');
});

test('an unknown price stays unknown, and is never free', () => {
  const unknown = { lowUsd: null, expectedUsd: null, highUsd: null, ...notOver };
  expect(retryCost({ reusedRows, counts, cost: { ...cost, batchUsd: null, estimate: unknown } }, 37)).toBeNull();
  expect(
    retryCost({ reusedRows, counts: { ...counts, succeeded: 0 }, cost: { ...cost, estimate: unknown } }, 37),
  ).toBeNull();
});

test('rows that shared requests are sent again alone, and each costs a request of its own', () => {
  const shared = {
    ...cost,
    batchUsd: '0.100000',
    estimate: { ...estimate, expectedUsd: '0.110000', aloneUsd: '0.500000' },
  };
  expect(retryCost({ counts, cost: shared, reusedRows }, 37)).toBe('0.018500');
});
