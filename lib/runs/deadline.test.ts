import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hurryBeforeMs, leaveFlexBeforeMs } from './deadline.ts';

const MINUTE_MS = 60_000;

test('a hundred rows begin to hurry some twenty minutes before the deadline, ten thousand more than two hours', () => {
  expect(Math.round(hurryBeforeMs(100) / MINUTE_MS)).toBe(21);
  expect(Math.round(hurryBeforeMs(10_000) / MINUTE_MS)).toBe(145);
});

test('the more is left, the sooner it hurries, and flex is always left later than the batch', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (some, more) => {
      expect(hurryBeforeMs(some + more)).toBeGreaterThanOrEqual(hurryBeforeMs(some));
      expect(leaveFlexBeforeMs(some)).toBeLessThan(hurryBeforeMs(some));
    }),
  );
});
