import { expect, test } from 'vitest';
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
    { answer: 'a & b = c', row: 3 },
    { answer: '', column: 2 },
    { q: '100 % "Ünï"', sort: 'cost', desc: true },
    { sort: 'answer', column: 1 },
    { status: 'succeeded', answer: 'x', q: 'y', sort: 'row', desc: true, row: 1_000_000 },
  ];
  for (const part of views) expect(reread({ ...PLAIN, ...part })).toEqual({ ...PLAIN, ...part });
});

test('an address of nonsense shows everything, and keeps the row', () => {
  for (const text of ['status=gone', 'sort=color', `q=${'x'.repeat(201)}`, 'column=-1', 'row=0', 'row=abc'])
    expect(parseView(new URLSearchParams(text))).toEqual(PLAIN);
  expect(parseView(new URLSearchParams('status=gone&row=4'))).toEqual({ ...PLAIN, row: 4 });
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
