import { expect, test } from 'vitest';
import { dayWords, failedWords, failureRate, periodWords, shortDayWords } from './cost-words.ts';

test('days and periods are named as one writes them', () => {
  expect(dayWords('2026-11-05')).toBe('Nov 5, 2026');
  expect(shortDayWords('2026-11-05')).toBe('Nov 5');
  expect(shortDayWords('2026-11')).toBe('Nov 2026');
  expect(periodWords({ from: '2026-11-05', to: '2026-11-05' })).toBe('Nov 5, 2026');
  expect(periodWords({ from: '2026-11-01', to: '2026-11-20' })).toBe('Nov 1 – 20, 2026');
  expect(periodWords({ from: '2025-12-20', to: '2026-01-03' })).toBe('Dec 20, 2025 – Jan 3, 2026');
});

test('more than none failed is never 0 %, and fewer than all never 100 %', () => {
  expect(failureRate(0, 0)).toBe('–');
  expect(failureRate(0, 5)).toBe('0 %');
  expect(failureRate(1, 100_000)).toBe('< 0.1 %');
  expect(failureRate(1, 1_000)).toBe('0.1 %');
  expect(failureRate(99_999, 100_000)).toBe('99.9 %');
  expect(failureRate(5, 5)).toBe('100 %');
  expect(failedWords(1, 4_000)).toBe('1 of 4,000 tries');
  expect(failedWords(1, 1)).toBe('1 of 1 try');
});
