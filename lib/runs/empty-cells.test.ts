import { expect, test } from 'vitest';
import { emptyCellsOf, emptyCellsSentence } from './empty-cells.ts';

const SHEET = [
  { name: 'comment', emptyCount: 47 },
  { name: 'score', emptyCount: 0 },
];

test('rows without a text are counted where the question has one column', () => {
  expect(emptyCellsOf(['comment'], SHEET)).toEqual({ column: 'comment', rows: 47 });
  expect(emptyCellsOf(['score'], SHEET)).toBeNull();
  expect(emptyCellsOf(['comment', 'score'], SHEET)).toBeNull();
  expect(emptyCellsOf([], SHEET)).toBeNull();
});

test('the sentence says how many rows, one, or every one', () => {
  const say = (rows: number) => emptyCellsSentence({ column: 'comment', rows }, 301);
  expect(say(47)).toBe('47 of 301 rows have an empty “comment”. They are sent, and paid for, all the same.');
  expect(say(1)).toBe('1 of 301 row has an empty “comment”. It is sent, and paid for, all the same.');
  expect(say(301)).toBe('“comment” is empty in every row. 301 rows would be sent all the same.');
  const once = (rows: number) => emptyCellsSentence({ column: 'comment', rows }, 301, true);
  expect(once(47)).toBe('“comment” is empty in 47 of 301 rows. They ask the same, and are sent, and paid for, once.');
  expect(once(1)).toBe(say(1));
  expect(once(301)).toBe('“comment” is empty in every row. They ask the same, and are sent, and paid for, once.');
});
