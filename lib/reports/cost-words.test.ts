import { expect, test } from 'vitest';
import {
  changeWords,
  dayWords,
  failedWords,
  failureRate,
  periodWords,
  rateChangeWords,
  shortDayWords,
} from './cost-words.ts';

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

test.each([
  ['1.12', '1.00', '12 % more'],
  ['0.50', '1.00', '50 % less'],
  ['30.00', '1.00', '2,900 % more'],
  ['1.00', '1.00', 'the same'],
  ['1.000001', '1.00', 'about the same'],
  ['-1.00', '1.00', '200 % less'],
  ['1.00', '-1.00', '200 % more'],
  ['1.00', '0.00', null],
  [null, '1.00', null],
  ['1.00', null, null],
])('%s after %s is %s', (now, before, words) => {
  expect(changeWords(now, before)).toBe(words);
});

test('a share of failures changes by points, and only where there were tries', () => {
  expect(rateChangeWords({ failed: 5, requests: 100 }, { failed: 2, requests: 100 })).toBe('3.0 points more');
  expect(rateChangeWords({ failed: 0, requests: 100 }, { failed: 15, requests: 1000 })).toBe('1.5 points less');
  expect(rateChangeWords({ failed: 1, requests: 100_000 }, { failed: 0, requests: 5 })).toBe('about the same');
  expect(rateChangeWords({ failed: 1, requests: 10 }, { failed: 0, requests: 0 })).toBeNull();
});
