import { describe, expect, test } from 'vitest';
import { estimateReady, type ReadyInput, roundUpMs } from './ready-estimate.ts';

const START = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ms: number) => new Date(START + ms).toISOString();

const away = (input: Partial<ReadyInput> = {}): ReadyInput => ({
  status: 'running',
  rowsLeft: 500,
  rowsUnsent: 0,
  startedAt: at(0),
  samples: [],
  openBatches: [{ status: 'submitted', submittedAt: at(0), expiresAt: at(24 * HOUR) }],
  pastMs: [],
  ...input,
});

/** `rows` a minute for so many minutes, a sample each. */
const steady = (rows: number, minutes: number) =>
  Array.from({ length: minutes }, (_, index) => ({
    at: at((index + 1) * MINUTE),
    succeeded: (index + 1) * rows,
    failed: 0,
  }));

test('a run that does not move by itself has no end to guess', () => {
  for (const status of [
    'draft',
    'paused',
    'canceling',
    'succeeded',
    'completed_with_failures',
    'failed',
    'canceled',
  ] as const)
    expect(estimateReady(away({ status }), START)).toBeNull();
});

test('without anything to go by it says so, and still knows the latest', () => {
  expect(estimateReady(away(), START + MINUTE)).toEqual({ usuallyMs: null, basis: 'unknown', latestAt: at(24 * HOUR) });
});

describe('by the pace of this run', () => {
  test('what is left takes as long as it took so far, and half as much again, rounded up', () => {
    const ready = estimateReady(away({ rowsLeft: 500, samples: steady(100, 5) }), START + 5 * MINUTE);
    expect(ready).toMatchObject({ usuallyMs: 10 * MINUTE, basis: 'pace' });
  });

  test('silence since the last answer makes it longer, and too much of it ends the guess', () => {
    const samples = steady(100, 5);
    expect(estimateReady(away({ samples }), START + 9 * MINUTE)).toMatchObject({ usuallyMs: 15 * MINUTE });
    expect(estimateReady(away({ samples }), START + 11 * MINUTE)).toMatchObject({ usuallyMs: null, basis: 'unknown' });
  });

  test('two samples are no pace', () => {
    expect(estimateReady(away({ samples: steady(100, 2) }), START + 2 * MINUTE)).toMatchObject({ basis: 'unknown' });
  });

  test('rows of an earlier attempt do not count for the one that is away', () => {
    const openBatches = [{ status: 'submitted' as const, submittedAt: at(10 * MINUTE), expiresAt: null }];
    const ready = estimateReady(away({ samples: steady(100, 10), openBatches }), START + 11 * MINUTE);
    expect(ready).toMatchObject({ usuallyMs: null, basis: 'unknown', latestAt: at(10 * MINUTE + 24 * HOUR) });
  });

  test('with every row answered at the provider it is a matter of a minute', () => {
    expect(estimateReady(away({ rowsLeft: 0 }), START)).toMatchObject({ usuallyMs: MINUTE, basis: 'pace' });
  });

  test('the slower it goes, the longer it says, and never less than what the plain pace gives', () => {
    let before = 0;
    for (const rows of [500, 200, 100, 50, 20, 10, 5]) {
      const usuallyMs =
        estimateReady(away({ samples: steady(rows, 10) }), START + 10 * MINUTE)?.usuallyMs ?? Number.POSITIVE_INFINITY;
      expect(usuallyMs).toBeGreaterThanOrEqual(before);
      expect(usuallyMs).toBeGreaterThanOrEqual((500 / rows) * MINUTE);
      before = usuallyMs;
    }
  });
});

describe('by earlier batches', () => {
  const pastMs = [HOUR, HOUR, HOUR, 2 * HOUR, 20 * HOUR];

  test('four of five stayed within what it says, less what has passed', () => {
    expect(estimateReady(away({ pastMs }), START)).toMatchObject({ usuallyMs: 2 * HOUR, basis: 'history' });
    expect(estimateReady(away({ pastMs }), START + HOUR)).toMatchObject({ usuallyMs: HOUR, basis: 'history' });
  });

  test('once that is over it says that this one takes longer', () => {
    expect(estimateReady(away({ pastMs }), START + 2 * HOUR)).toMatchObject({ usuallyMs: null, basis: 'longer' });
  });

  test('two earlier batches are no habit', () => {
    expect(estimateReady(away({ pastMs: [HOUR, HOUR] }), START)).toMatchObject({ basis: 'unknown' });
  });

  test('a batch that is still to be sent has its whole time before it', () => {
    expect(estimateReady(away({ pastMs, rowsUnsent: 1 }), START + HOUR)).toMatchObject({ usuallyMs: 2 * HOUR });
  });
});

describe('at the latest', () => {
  test('it is when the last batch that is away runs out of time', () => {
    const openBatches = [
      { status: 'submitted' as const, submittedAt: at(0), expiresAt: at(24 * HOUR) },
      { status: 'submitted' as const, submittedAt: at(HOUR), expiresAt: at(25 * HOUR) },
    ];
    expect(estimateReady(away({ openBatches }), START + HOUR)?.latestAt).toBe(at(25 * HOUR));
  });

  test('nobody knows it while rows are not sent, or a batch is not at the provider', () => {
    expect(estimateReady(away({ rowsUnsent: 1 }), START)?.latestAt).toBeNull();
    expect(estimateReady(away({ status: 'queued', openBatches: [] }), START)?.latestAt).toBeNull();
    const openBatches = [{ status: 'waiting_for_capacity' as const, submittedAt: null, expiresAt: null }];
    expect(estimateReady(away({ openBatches }), START)?.latestAt).toBeNull();
  });
});

test('times are rounded up to what a person would say, at most two days', () => {
  expect(roundUpMs(1)).toBe(MINUTE);
  expect(roundUpMs(MINUTE)).toBe(MINUTE);
  expect(roundUpMs(MINUTE + 1)).toBe(2 * MINUTE);
  expect(roundUpMs(46 * MINUTE)).toBe(HOUR);
  expect(roundUpMs(48 * HOUR)).toBe(48 * HOUR);
  expect(roundUpMs(48 * HOUR + 1)).toBeNull();
});
