import { describe, expect, test } from 'vitest';
import {
  comparedUsd,
  countOf,
  exactUsd,
  floorPercent,
  formatAgo,
  formatBytes,
  formatCompact,
  formatDuration,
  formatMoment,
  formatUsd,
  glanceUsd,
  usdPercent,
} from './format.ts';

describe('amounts', () => {
  test.each([
    ['0', '$0.00'],
    ['0.000000', '$0.00'],
    ['0.0041', '$0.0041'],
    ['0.00414', '$0.0041'],
    ['0.0000015', '$0.0000015'],
    ['0.099', '$0.099'],
    ['0.1', '$0.10'],
    ['0.412300', '$0.41'],
    ['0.415', '$0.42'],
    ['12.4', '$12.40'],
    ['999.994', '$999.99'],
    ['1203.6', '$1,204'],
    ['1234567', '$1,234,567'],
    ['-0.5', '−$0.50'],
  ])('%s is shown as %s', (amount, shown) => {
    expect(formatUsd(amount)).toBe(shown);
  });

  test('an unknown price is never a zero', () => {
    expect(formatUsd(null)).toBe('price unknown');
    expect(exactUsd(null)).toBe('price unknown');
  });

  test('at a glance an amount of more than four places is less than a cent, and all else is as always', () => {
    expect(glanceUsd('0.000095')).toBe('< 1 cent');
    expect(glanceUsd('0.0000085')).toBe('< 1 cent');
    for (const amount of ['0.002600', '0.000000', '0.041000', '12.400000', '1204.000000', '-0.000095', null])
      expect(glanceUsd(amount)).toBe(formatUsd(amount));
  });

  test('the exact amount keeps every digit', () => {
    expect(exactUsd('0.4123000015')).toBe('$0.4123000015');
  });

  test('an amount that is shown is within one percent of what it is, from a millionth of a cent up', () => {
    for (let exponent = -8; exponent < 6; exponent++) {
      for (const digits of [1, 1.04, 2.5, 9.94, 9.96]) {
        const amount = (digits * 10 ** exponent).toFixed(12);
        const shown = Number(formatUsd(amount).replace(/[$,]/g, ''));
        const error = Math.abs(shown - Number(amount)) / Number(amount);
        expect(error, amount).toBeLessThan(0.05);
      }
    }
  });
});

test('percent rounds down, so that 100 means every row', () => {
  expect(floorPercent(9999, 10_000)).toBe(99);
  expect(floorPercent(10_000, 10_000)).toBe(100);
  expect(floorPercent(0, 10)).toBe(0);
  expect(floorPercent(0, 0)).toBeNull();
});

test('one thing is not many things', () => {
  expect(countOf(1, 'row')).toBe('1 row');
  expect(countOf(0, 'row')).toBe('0 rows');
  expect(countOf(10_003, 'row')).toBe('10,003 rows');
  expect(countOf(2, 'batch', 'batches')).toBe('2 batches');
});

test('sizes use the unit a file manager would', () => {
  expect(formatBytes(0)).toBe('0 bytes');
  expect(formatBytes(1)).toBe('1 byte');
  expect(formatBytes(999)).toBe('999 bytes');
  expect(formatBytes(1000)).toBe('1.0 KB');
  expect(formatBytes(839_073)).toBe('839 KB');
  expect(formatBytes(999_499)).toBe('999 KB');
  expect(formatBytes(999_500)).toBe('1.0 MB');
  expect(formatBytes(153_000_000)).toBe('153 MB');
});

test('large counts are short', () => {
  expect(formatCompact(1_234_567)).toBe('1.2M');
});

test('times are said as a person would', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const ago = (seconds: number) => formatAgo(new Date(now - seconds * 1000).toISOString(), now);
  expect(ago(0)).toBe('just now');
  expect(ago(10)).toBe('10 s ago');
  expect(ago(59)).toBe('59 s ago');
  expect(ago(60)).toBe('1 min ago');
  expect(ago(3600)).toBe('1 h ago');
  expect(ago(86_400)).toBe('1 day ago');
  expect(ago(8 * 86_400)).toBe('Nov 12, 2026');
  expect(ago(-120)).toBe('in 2 min');
});

test('a moment states its zone', () => {
  expect(formatMoment('2026-11-20T12:00:00Z', 'UTC')).toBe('Nov 20, 2026, 12:00:00 PM UTC');
});

test('durations have at most two parts', () => {
  expect(formatDuration(0)).toBe('0 s');
  expect(formatDuration(59_400)).toBe('59 s');
  expect(formatDuration(200_000)).toBe('3 min 20 s');
  expect(formatDuration(7_500_000)).toBe('2 h 5 min');
});

test('a share of an amount is exact, rounded down, and never of nothing', () => {
  expect(usdPercent('0.4123', '0.8246')).toBe(50);
  expect(usdPercent('0.499999', '1')).toBe(49);
  expect(usdPercent('0', '1')).toBe(0);
  expect(usdPercent('1', '0')).toBeNull();
  expect(usdPercent(null, '1')).toBeNull();
  expect(usdPercent('-0.1', '1')).toBeNull();
});

test('amounts that are compared have the same places, and one more than alone', () => {
  expect(comparedUsd(['0.364000', '0.365000'])).toEqual(['$0.364', '$0.365']);
  expect(comparedUsd(['12.400000', '12.412000'])).toEqual(['$12.400', '$12.412']);
  expect(comparedUsd(['0.001234', '0.010000'])).toEqual(['$0.00123', '$0.01000']);
  expect(comparedUsd(['0.000000', '0.500000'])).toEqual(['$0.000', '$0.500']);
});
