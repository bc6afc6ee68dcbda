import { expect, test } from 'vitest';
import { foundList, wholeList } from './row-list.ts';

test('the whole list is the sheet', () => {
  const list = wholeList(3);
  expect([0, 1, 2].map(list.rowAt)).toEqual([0, 1, 2]);
  expect([-1, 0, 2, 3].map(list.placeOf)).toEqual([-1, 0, 2, -1]);
});

test('pieces read as one list, whatever their sizes', () => {
  const pieces = [[], [7, 3], [], [9], [], [1, 0, 2]].map((rows) => Int32Array.from(rows));
  const list = foundList(pieces);
  const all = [7, 3, 9, 1, 0, 2];
  expect(list.count).toBe(all.length);
  expect(all.map((_, place) => list.rowAt(place))).toEqual(all);
  expect(all.map(list.placeOf)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(list.placeOf(8)).toBe(-1);
  expect(list.rowAt(6)).toBe(-1);
  expect(foundList([]).count).toBe(0);
});
