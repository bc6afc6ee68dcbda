import { expect, test } from 'vitest';
import { countsFrom } from './item-counts.ts';

const counters = [
  { status: 'in_flight', count: 40 },
  { status: 'succeeded', count: 59 },
];

test('the counts are the counters, also when they do not add up: what is missing is not made up', () => {
  const run = { rowCount: 100, status: 'running', plannedAt: new Date() } as const;
  expect(countsFrom(run, counters)).toEqual({
    ...{ total: 100, waiting: 0, inFlight: 40, succeeded: 59 },
    ...{ failed: 0, canceled: 0, skipped: 0 },
  });
});

test('until a run is planned every row waits, once, even if the counters are read a moment later', () => {
  const run = { rowCount: 100, status: 'running', plannedAt: null } as const;
  expect(countsFrom(run, counters)).toMatchObject({ total: 100, waiting: 100, inFlight: 0, succeeded: 0 });
  expect(countsFrom({ ...run, status: 'canceled' }, [])).toMatchObject({ total: 100, waiting: 0, canceled: 100 });
});
