import { FIRST_DAY } from '#lib/pricing/first-day.ts';
import { addDays, daysIn, monthOf, type Period } from './period.ts';

/** The periods one can pick by name; `custom` is one with days of its own. */
export const PERIOD_NAMES = ['this-month', 'last-month', '7-days', '30-days', 'custom'] as const;
export type PeriodName = (typeof PERIOD_NAMES)[number];

/** What the Costs page shows, as its address says it. An empty `member`, `template` or `label` means: of nobody, of none. */
export type CostView = {
  name: PeriodName;
  period: Period;
  /** What the period is compared with. */
  previous: Period;
  model: string | undefined;
  member: string | undefined;
  template: string | undefined;
  label: string | undefined;
  /** Paid amounts, or what the sandbox made up; null shows what there is. */
  simulated: boolean | null;
};

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const LONGEST_DAYS = 3_653;

/** What an address does not say right is left out: a mistyped one still shows this month. */
export function parseCostView(query: Record<string, string | string[] | undefined>, today: string): CostView {
  const text = (key: string) => [query[key]].flat()[0]?.replaceAll('\0', '').slice(0, 200);
  const [from, to] = [dayIn(text('from')), dayIn(text('to'))];
  const asked = PERIOD_NAMES.find((name) => name === text('period'));
  const name = from && to ? 'custom' : asked === undefined || asked === 'custom' ? 'this-month' : asked;
  const period = name === 'custom' && from && to ? inOrder(from, to) : namedPeriod(name, today);
  const money = text('money');
  return {
    ...{ name, period, previous: previousOf(name, period) },
    ...{ model: text('model'), member: text('member'), template: text('template'), label: text('label') },
    simulated: money === 'sandbox' ? true : money === 'paid' ? false : null,
  };
}

/** The address of a view with something changed; `undefined` takes a filter away. */
export function costAddress(view: CostView, changes: Partial<CostView> = {}): string {
  return `/costs${queryOf({ ...view, ...changes })}`;
}

/** Where the same is worked out run by run, for paper, of one kind of money. */
export function statementAddress(view: CostView, simulated: boolean): string {
  return `/costs/statement${queryOf({ ...view, simulated })}`;
}

function queryOf(next: CostView): string {
  const query = new URLSearchParams();
  if (next.name === 'custom') {
    query.set('from', next.period.from);
    query.set('to', next.period.to);
  } else if (next.name !== 'this-month') query.set('period', next.name);
  for (const key of ['model', 'member', 'template', 'label'] as const) {
    const value = next[key];
    if (value !== undefined) query.set(key, value);
  }
  if (next.simulated !== null) query.set('money', next.simulated ? 'sandbox' : 'paid');
  const text = query.toString();
  return text && `?${text}`;
}

/** Where the same figures are downloaded as a file. */
export function costFileAddress(view: CostView, by: string, simulated: boolean): string {
  return `/api/v1/reports/costs?${fileQuery(view, simulated, { by })}`;
}

/** Where the savings statement is downloaded as a file. */
export function statementFileAddress(view: CostView, simulated: boolean): string {
  return `/api/v1/reports/savings?${fileQuery(view, simulated, {})}`;
}

function fileQuery(view: CostView, simulated: boolean, more: Record<string, string>): URLSearchParams {
  const { from, to } = view.period;
  const query = new URLSearchParams({ from, to, ...more, format: 'csv', simulated: String(simulated) });
  for (const key of ['model', 'member', 'template', 'label'] as const) {
    const value = view[key];
    if (value !== undefined) query.set(key, value);
  }
  return query;
}

function dayIn(text: string | undefined): string | null {
  // A day that its month does not have, such as February 30, would become one of the next month.
  if (text === undefined || !DAY.test(text) || text < FIRST_DAY) return null;
  return addDays(text, 0) === text ? text : null;
}

function inOrder(a: string, b: string): Period {
  const [first = a, to = b] = [a, b].toSorted();
  const [, from = first] = [first, addDays(to, 1 - LONGEST_DAYS)].toSorted();
  return { from, to };
}

function namedPeriod(name: PeriodName, today: string): Period {
  const month = monthOf(today);
  if (name === 'last-month') return monthOf(addDays(month.from, -1));
  if (name === '7-days') return { from: addDays(today, -6), to: today };
  if (name === '30-days') return { from: addDays(today, -29), to: today };
  return { from: month.from, to: today };
}

/** A month that is not over is compared with as many days of the month before; all else with as many days just before. */
function previousOf(name: PeriodName, period: Period): Period {
  const before = addDays(period.from, -1);
  if (name === 'last-month') return monthOf(before);
  if (name !== 'this-month') return { from: addDays(before, 1 - daysIn(period)), to: before };
  const month = monthOf(before);
  const [to = month.to] = [addDays(month.from, daysIn(period) - 1), month.to].toSorted();
  return { from: month.from, to };
}
