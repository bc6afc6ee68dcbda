import { expect, test } from 'vitest';
import { pollDelayMs } from './poll-delay.ts';

test('a young batch is looked at often, an old one every so many seconds', () => {
  expect(pollDelayMs(0, 30_000)).toBe(200);
  expect(pollDelayMs(800, 30_000)).toBe(200);
  expect(pollDelayMs(4_000, 30_000)).toBe(1_000);
  expect(pollDelayMs(119_996, 30_000)).toBe(29_999);
  expect(pollDelayMs(120_000, 30_000)).toBe(30_000);
  expect(pollDelayMs(86_400_000, 30_000)).toBe(30_000);
});

test('a clock that stepped back does not make it wait or spin', () => {
  expect(pollDelayMs(-5_000, 30_000)).toBe(200);
});
