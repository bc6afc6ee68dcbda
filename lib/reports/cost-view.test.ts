import { expect, test } from 'vitest';
import { costAddress, costFileAddress, PERIOD_NAMES, parseCostView } from './cost-view.ts';
import { daysIn } from './period.ts';

const TODAY = '2026-11-20';
const view = (query: Record<string, string | string[]> = {}, today = TODAY) => parseCostView(query, today);

test.each([
  [{}, ['2026-11-01', '2026-11-20'], ['2026-10-01', '2026-10-20']],
  [{ period: 'last-month' }, ['2026-10-01', '2026-10-31'], ['2026-09-01', '2026-09-30']],
  [{ period: '7-days' }, ['2026-11-14', '2026-11-20'], ['2026-11-07', '2026-11-13']],
  [{ period: '30-days' }, ['2026-10-22', '2026-11-20'], ['2026-09-22', '2026-10-21']],
  [{ from: '2026-03-01', to: '2026-03-10' }, ['2026-03-01', '2026-03-10'], ['2026-02-19', '2026-02-28']],
])('%j is a period, beside the one before', (query, period, previous) => {
  const found = view(query);
  expect([found.period.from, found.period.to]).toEqual(period);
  expect([found.previous.from, found.previous.to]).toEqual(previous);
});

test('a month is compared with a shorter one as far as that goes', () => {
  expect(view({}, '2026-03-31').previous).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(view({}, '2026-03-28').previous).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(view({ period: 'last-month' }, '2026-01-05').previous).toEqual({ from: '2025-11-01', to: '2025-11-30' });
});

test.each([
  [{ period: 'century' }],
  [{ period: 'custom' }],
  [{ from: '2026-11-01' }],
  [{ from: '2026-02-30', to: '2026-03-05' }],
  [{ from: 'x', to: ['y'] }],
])('%j, written by hand, shows this month', (query) => {
  expect(view(query)).toEqual(view());
});

test('days the wrong way round are put right, and no period is longer than ten years', () => {
  expect(view({ from: '2026-03-10', to: '2026-03-01' }).period).toEqual({ from: '2026-03-01', to: '2026-03-10' });
  expect(daysIn(view({ from: '1999-01-01', to: '2026-03-01' }).period)).toBe(3_653);
});

test('days before there was anything to report show this month', () => {
  expect(view({ from: '1969-12-31', to: '1970-01-02' }).name).toBe('this-month');
  expect(view({ from: '0000-01-01', to: '0000-01-02' }).name).toBe('this-month');
  expect(view({ from: '1970-01-01', to: '1970-01-02' }).period).toEqual({ from: '1970-01-01', to: '1970-01-02' });
});

test('every view has an address that leads back to it', () => {
  for (const name of PERIOD_NAMES)
    for (const simulated of [true, false, null])
      for (const filters of [{}, { model: 'gpt & co' }, { member: '', template: 'tpl_1' }]) {
        const days = name === 'custom' ? { from: '2026-01-02', to: '2026-05-06' } : { period: name };
        const wanted = { ...view({ ...days, ...filters }), simulated };
        const { search, pathname } = new URL(costAddress(wanted), 'http://localhost');
        expect(pathname).toBe('/costs');
        expect(view(Object.fromEntries(new URLSearchParams(search)))).toEqual(wanted);
      }
});

test('the file is asked for with the same days and filters', () => {
  const wanted = view({ period: 'last-month', member: 'usr_1', model: 'a&b' });
  expect(costFileAddress(wanted, 'run', false)).toBe(
    '/api/v1/reports/costs?from=2026-10-01&to=2026-10-31&by=run&format=csv&simulated=false&model=a%26b&member=usr_1',
  );
});
