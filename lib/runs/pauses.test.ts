import { expect, test } from 'vitest';
import {
  capacityPauseMs,
  filePauseMs,
  linePauseMs,
  MAX_MISSING_LOOKS,
  missingPauseMs,
  retryPauseMs,
} from './pauses.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('a refused batch asks again after a minute, then less and less often, at least every ten minutes', () => {
  expect(upTo(6).map((refusals) => capacityPauseMs(refusals, 1) / 60_000)).toEqual([1, 2, 4, 8, 10, 10]);
  expect(capacityPauseMs(0, 1)).toBe(60_000);
});

test('a batch in line looks once a minute at first and every ten minutes after a long wait', () => {
  expect([0, 239_999, 480_000, 3_600_000].map((waitedMs) => linePauseMs(waitedMs, 1))).toEqual([
    60_000, 60_000, 120_000, 600_000,
  ]);
});

test('something missing is looked for about an hour', () => {
  const pauses = upTo(MAX_MISSING_LOOKS).map((looks) => missingPauseMs(looks, 1));
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  const minutes = pauses.reduce((sum, pause) => sum + pause, 0) / 60_000;
  expect(minutes).toBeGreaterThan(45);
  expect(minutes).toBeLessThan(75);
});

test('the first retry goes out at once, each later one waits longer than any before it, and none over 36 minutes', () => {
  expect(retryPauseMs(0, 1, 1)).toBe(0);
  expect(retryPauseMs(1, 1, 1)).toBe(0);
  expect(upTo(6).map((sent) => retryPauseMs(sent, 1, 0.5))).toEqual([
    0, 30_000, 120_000, 480_000, 1_800_000, 1_800_000,
  ]);
  for (const sent of [2, 3, 4]) expect(retryPauseMs(sent + 1, 1, 0)).toBeGreaterThan(retryPauseMs(sent, 1, 1));
  expect(retryPauseMs(20, 1, 1)).toBe(2_160_000);
});

test('every pause shrinks with the scale', () => {
  for (const pause of [
    capacityPauseMs(3, 0.1),
    linePauseMs(0, 0.1) * 4,
    missingPauseMs(5, 0.1),
    retryPauseMs(3, 0.1, 0.5),
  ])
    expect(pause).toBeLessThan(30_000);
});

test('a file that is not found is asked for after 30 s, 1 min and 2 min, then sent anew, and so on', () => {
  const pauses = Array.from({ length: 8 }, (_, index) => filePauseMs(index + 1, 1));
  expect(pauses).toEqual([30_000, 60_000, 120_000, null, 30_000, 60_000, 120_000, null]);
});
