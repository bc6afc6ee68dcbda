import { expect, test } from 'vitest';
import { formatDuration } from '#lib/format.ts';
import { chartPoints, durationTicks, roundTicks, thinOut, withTail } from './chart-points.ts';

const START = '2026-11-20T12:00:00.000Z';
const at = (seconds: number) => new Date(Date.parse(START) + seconds * 1000).toISOString();
// Only the start of a run matters here.
const runFrom = (startedAt: string | null) => ({ startedAt }) as Parameters<typeof chartPoints>[0]['run'];

test('the line begins at nothing when the run started', () => {
  const samples = [
    { at: at(5), succeeded: 10, failed: 0 },
    { at: at(9), succeeded: 20, failed: 1 },
  ];
  expect(chartPoints({ run: runFrom(START), samples })).toEqual([
    { elapsedMs: 0, succeeded: 0, failed: 0 },
    { elapsedMs: 5000, succeeded: 10, failed: 0 },
    { elapsedMs: 9000, succeeded: 20, failed: 1 },
  ]);
});

test('without samples there is nothing to draw', () => {
  expect(chartPoints({ run: runFrom(START), samples: [] })).toEqual([]);
});

test('a sample older than the start, or a run without one, draws from its first sample', () => {
  const samples = [{ at: at(-3), succeeded: 1, failed: 0 }];
  expect(chartPoints({ run: runFrom(START), samples })[0]?.elapsedMs).toBe(0);
  expect(chartPoints({ run: runFrom(null), samples })[0]?.elapsedMs).toBe(0);
});

test('the last step of the chart has a width, and stands as high as the last point', () => {
  expect(withTail([])).toEqual([]);
  const points = [
    { elapsedMs: 0, succeeded: 0, failed: 0 },
    { elapsedMs: 9000, succeeded: 20, failed: 1 },
  ];
  const drawn = withTail(points);
  expect(drawn.slice(0, 2)).toEqual(points);
  expect(drawn).toHaveLength(3);
  expect(drawn[2]).toMatchObject({ succeeded: 20, failed: 1 });
  expect(drawn[2]?.elapsedMs).toBeGreaterThan(9000);
});

test('a thinned table keeps its first and last row and never grows', () => {
  for (let length = 0; length < 90; length++) {
    const points = Array.from({ length }, (_, index) => ({ elapsedMs: index, succeeded: index, failed: 0 }));
    const thin = thinOut(points, 30);
    expect(thin.length).toBe(Math.min(length, 30));
    expect(thin[0]).toEqual(points[0]);
    expect(thin.at(-1)).toEqual(points.at(-1));
  }
});

test('ticks are whole, round, evenly spaced and never above the total', () => {
  expect(roundTicks(500)).toEqual([0, 200, 400]);
  expect(roundTicks(10_003)).toEqual([0, 5000, 10_000]);
  expect(roundTicks(1)).toEqual([0, 1]);
  expect(roundTicks(0)).toEqual([0]);
  for (let total = 1; total < 3000; total += 7) {
    const ticks = roundTicks(total);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(5);
    expect(ticks.every(Number.isInteger)).toBe(true);
    expect(Math.max(...ticks)).toBeLessThanOrEqual(total);
  }
});

test.each([0, 1, 999, 1000, 2600, 5000, 27_000, 61_000, 3_600_000, 86_400_000, 7 * 86_400_000])(
  'the times below a chart of %i ms have names of their own, and stay within it',
  (lastMs) => {
    const ticks = durationTicks(lastMs);
    expect(new Set(ticks.map(formatDuration)).size).toBe(ticks.length);
    expect(ticks[0]).toBe(0);
    expect(ticks.length).toBeLessThanOrEqual(6);
    for (const tick of ticks) expect(tick).toBeLessThanOrEqual(lastMs);
  },
);
