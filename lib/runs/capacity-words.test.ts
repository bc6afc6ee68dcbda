import { expect, test } from 'vitest';
import { nextTryWords } from './capacity-words.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const inMs = (ms: number) => nextTryWords(new Date(now + ms).toISOString(), now);

test('the next try is told in minutes, rounded up', () => {
  expect(inMs(61_000)).toBe('next try in about 2 min');
  expect(inMs(60_000)).toBe('next try in about 1 min');
  expect(inMs(30_001)).toBe('next try in about 1 min');
  expect(inMs(59 * 60_000)).toBe('next try in about 59 min');
  expect(inMs(3_600_000)).toBe('next try in about an hour');
});

test('a try that is due, late or of no known time is a moment away', () => {
  for (const ms of [30_000, 0, -5_000]) expect(inMs(ms)).toBe('next try in a moment');
  expect(nextTryWords('soon', now)).toBe('next try in a moment');
});
