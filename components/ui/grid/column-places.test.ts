import { expect, test } from 'vitest';
import { columnStarts, columnsBetween, countPinned, placeColumns } from './column-places.ts';

const starts = columnStarts(Array.from({ length: 2000 }, () => 100));

test('every column begins where the one before it ends', () => {
  expect(columnStarts([50, 100, 25])).toEqual([0, 50, 150, 175]);
  expect(columnStarts([])).toEqual([0]);
});

test('the columns in view and two beyond either edge are drawn', () => {
  expect(columnsBetween(starts, 2, { fromPx: 100_000, toPx: 100_950 })).toEqual({ first: 998, last: 1011 });
  expect(columnsBetween(starts, 2, { fromPx: 199_500, toPx: 200_000 })).toEqual({ first: 1993, last: 1999 });
});

test('pinned columns are not drawn twice', () => {
  expect(columnsBetween(starts, 2, { fromPx: 0, toPx: 450 })).toEqual({ first: 2, last: 6 });
  expect(columnsBetween(columnStarts([50, 100]), 2, { fromPx: 0, toPx: 900 })).toEqual({ first: 2, last: 1 });
});

test('columns are placed where they begin, as wide as they are', () => {
  const columns = ['row', 'answer', 'text'].map((key, index) => ({ key, label: key, widthPx: 9, isPinned: index < 2 }));
  expect(countPinned(columns)).toBe(2);
  expect(countPinned(columns.slice(0, 2))).toBe(2);
  const [text] = placeColumns(columns, columnStarts([50, 100, 25]), { first: 2, last: 2 });
  expect(text).toMatchObject({ index: 2, leftPx: 150, widthPx: 25 });
  expect(placeColumns(columns, columnStarts([50, 100, 25]), { first: 2, last: 1 })).toEqual([]);
});
