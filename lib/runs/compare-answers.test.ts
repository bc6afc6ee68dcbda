import { expect, test } from 'vitest';
import { compareAnswers } from './compare-answers.ts';

test('rows are compared one by one, and those without an answer agree with nothing', () => {
  const first = new Map([
    [3, ['a']],
    [1, ['b']],
    [2, null],
    [5, null],
    [7, ['x', 'y']],
  ]);
  const second = new Map([
    [1, ['b']],
    [2, ['c']],
    [3, ['z']],
    [5, null],
    [7, ['x', 'z']],
  ]);
  expect(compareAnswers(first, second)).toEqual({
    compared: 3,
    agreeing: 1,
    differing: [
      { rowIndex: 2, first: null, second: ['c'] },
      { rowIndex: 3, first: ['a'], second: ['z'] },
      { rowIndex: 7, first: ['x', 'y'], second: ['x', 'z'] },
    ],
  });
  expect(compareAnswers(new Map(), new Map())).toEqual({ compared: 0, agreeing: 0, differing: [] });
});
