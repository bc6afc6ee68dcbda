import { expect, test } from 'vitest';
import { ResultsQuery, RowNumber } from '#lib/results/schema.ts';
import { nextSort, parseView, queryText, type ResultsView, viewAddress } from './results-view.ts';

const PLAIN = parseView(new URLSearchParams());

function reread(view: ResultsView): ResultsView {
  return parseView(new URL(viewAddress('run_1', view), 'http://localhost').searchParams);
}

test('the plain view has the plain address', () => {
  expect(viewAddress('run_1', PLAIN)).toBe('/runs/run_1/results');
  expect(viewAddress('run_1', { ...PLAIN, row: 12 })).toBe('/runs/run_1/results?row=12');
});

test('a view is read from its address as it was', () => {
  const views: Partial<ResultsView>[] = [
    { status: 'failed' },
    { status: 'failed', cause: 'too_long' },
    { cause: 'refused', row: 2 },
    { answer: 'a & b = c', row: 3 },
    { answer: '', column: 2 },
    { q: '100 % "Ünï"', sort: 'cost', desc: true },
    { sort: 'answer', column: 1 },
    { status: 'succeeded', answer: 'x', q: 'y', sort: 'row', desc: true, row: 1_000_000 },
  ];
  for (const part of views) expect(reread({ ...PLAIN, ...part })).toEqual({ ...PLAIN, ...part });
});

test('an address of nonsense shows everything, and keeps the row', () => {
  for (const text of [
    'status=gone',
    'cause=gone',
    'sort=color',
    `q=${'x'.repeat(201)}`,
    'column=-1',
    'row=0',
    'row=abc',
  ])
    expect(parseView(new URLSearchParams(text))).toEqual(PLAIN);
  expect(parseView(new URLSearchParams('status=gone&row=4'))).toEqual({ ...PLAIN, row: 4 });
});

test('the page and the server read the same out of every address', () => {
  const values: Record<string, readonly string[]> = {
    status: ['failed', 'succeeded', 'gone', ''],
    cause: ['too_long', 'gone', ''],
    answer: ['', 'x', 'x'.repeat(10_000), 'x'.repeat(10_001)],
    column: ['0', '1000', '1001', '-1', '1.5', '', ' 7 ', '1e2', 'a'],
    q: ['', 'x'.repeat(200), 'x'.repeat(201)],
    sort: ['row', 'answer', 'cost', 'tokens', '', 'color'],
    desc: ['0', '1', '', '2', 'true'],
    row: ['1', '0', '999999999', '1000000000', 'x', '', '2.5'],
  };
  const texts = Object.entries(values).flatMap(([name, all]) => all.map((value) => ({ [name]: value })));
  for (const one of texts) {
    for (const other of texts) {
      const params = new URLSearchParams({ ...one, ...other });
      const query = ResultsQuery.safeParse(Object.fromEntries(params));
      const row = RowNumber.safeParse(params.get('row'));
      expect(parseView(params)).toEqual({ ...(query.data ?? ResultsQuery.parse({})), row: row.data ?? null });
    }
  }
});

test('the open row changes nothing about which rows are shown', () => {
  expect(queryText({ ...PLAIN, q: 'x', row: 5 } as ResultsView)).toBe(queryText({ ...PLAIN, q: 'x' }));
});

test('a column sorts, sorts the other way round, and lets go', () => {
  const first = nextSort(PLAIN, 'answer', 1);
  expect(first).toEqual({ sort: 'answer', column: 1, desc: false });
  const second = nextSort({ ...PLAIN, ...first }, 'answer', 1);
  expect(second).toEqual({ sort: 'answer', column: 1, desc: true });
  expect(nextSort({ ...PLAIN, ...second }, 'answer', 1)).toEqual({ sort: 'row', column: 0, desc: false });
  expect(nextSort({ ...PLAIN, ...second }, 'answer', 0)).toEqual({ sort: 'answer', column: 0, desc: false });
  expect(nextSort(PLAIN, 'row', 0)).toEqual({ sort: 'row', column: 0, desc: true });
});
