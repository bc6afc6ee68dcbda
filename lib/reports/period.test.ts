import { expect, test } from 'vitest';
import { addDays, daysIn, listDays, monthOf, periodOf } from './period.ts';

test('a month ends on its last day, in leap years too', () => {
  expect(monthOf('2026-11-20')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
  expect(monthOf('2026-12-31')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(monthOf('2028-02-01').to).toBe('2028-02-29');
  expect(monthOf('2100-02-28').to).toBe('2100-02-28');
});

test('what is not said is this month up to today', () => {
  expect(periodOf({}, '2026-11-20')).toEqual({ from: '2026-11-01', to: '2026-11-20' });
  expect(periodOf({ from: '2026-03-05' }, '2026-11-20')).toEqual({ from: '2026-03-05', to: '2026-11-20' });
  expect(periodOf({ to: '2026-03-05' }, '2026-11-20')).toEqual({ from: '2026-03-01', to: '2026-03-05' });
  expect(periodOf({ from: '2026-12-05' }, '2026-11-20')).toEqual({ from: '2026-12-05', to: '2026-12-05' });
});

test('days are counted with both ends, and are as many as are listed', () => {
  expect(daysIn({ from: '2026-11-20', to: '2026-11-20' })).toBe(1);
  for (let days = 1; days < 800; days += 37) {
    const period = { from: '2027-12-20', to: addDays('2027-12-20', days - 1) };
    expect(daysIn(period)).toBe(days);
    expect(new Set(listDays(period)).size).toBe(days);
    expect(listDays(period).at(-1)).toBe(period.to);
  }
});
