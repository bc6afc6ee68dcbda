import { expect, test } from 'vitest';
import { nextView, parseTrail, previousView, type ResultsView, resultsAddress } from './results-address.ts';

const FIRST: ResultsView = { trail: [], limit: 50 };

test('the plain address is the first page of everything', () => {
  expect(resultsAddress('run_1', FIRST)).toBe('/runs/run_1/results');
  expect(resultsAddress('run_1', { ...FIRST, status: 'failed', limit: 100 })).toBe(
    '/runs/run_1/results?status=failed&limit=100',
  );
});

test('going on and back as often leads to the same page', () => {
  let view: ResultsView = { ...FIRST, status: 'failed' };
  const passed = [resultsAddress('r', view)];
  for (const after of [49, 120, 300]) {
    view = nextView(view, after);
    passed.push(resultsAddress('r', view));
  }
  while (passed.length > 0) {
    expect(resultsAddress('r', view)).toBe(passed.pop());
    const previous = previousView(view);
    if (previous === null) break;
    view = previous;
  }
  expect(passed).toEqual([]);
  expect(previousView(view)).toBeNull();
});

test('a page opened in the middle still leads back to the first', () => {
  const previous = previousView({ ...FIRST, after: 500 });
  expect(previous && resultsAddress('r', previous)).toBe('/runs/r/results');
});

test('a way back that is not one is none', () => {
  expect(parseTrail(undefined)).toEqual([]);
  expect(parseTrail('')).toEqual([]);
  expect(parseTrail('-1.49')).toEqual([-1, 49]);
  expect(parseTrail('a.b')).toEqual([]);
});
