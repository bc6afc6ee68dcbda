import { expect, test } from 'vitest';
import { type GridCell, moveCell } from './grid-keys.ts';

const SIZE = { rows: 1_000_000, columns: 2000, pageRows: 20 };

function press(cell: GridCell, key: string, ctrlKey = false) {
  return moveCell(cell, { key, ctrlKey, metaKey: false }, SIZE);
}

test.each([
  ['ArrowDown', { row: 6, column: 7 }],
  ['ArrowUp', { row: 4, column: 7 }],
  ['ArrowRight', { row: 5, column: 8 }],
  ['ArrowLeft', { row: 5, column: 6 }],
  ['PageDown', { row: 25, column: 7 }],
  ['PageUp', { row: 0, column: 7 }],
  ['Home', { row: 5, column: 0 }],
  ['End', { row: 5, column: 1999 }],
])('%s', (key, there) => {
  expect(press({ row: 5, column: 7 }, key)).toEqual(there);
});

test.each([
  ['ArrowDown', { row: 999_999, column: 7 }],
  ['ArrowUp', { row: 0, column: 7 }],
  ['ArrowRight', { row: 5, column: 1999 }],
  ['ArrowLeft', { row: 5, column: 0 }],
  ['Home', { row: 0, column: 0 }],
  ['End', { row: 999_999, column: 1999 }],
])('control and %s goes all the way', (key, there) => {
  expect(press({ row: 5, column: 7 }, key, true)).toEqual(there);
});

test('the header is above the first row, and nothing is beyond the edges', () => {
  expect(press({ row: 0, column: 0 }, 'ArrowUp')).toEqual({ row: -1, column: 0 });
  expect(press({ row: -1, column: 0 }, 'ArrowUp')).toEqual({ row: -1, column: 0 });
  expect(press({ row: -1, column: 0 }, 'PageUp')).toEqual({ row: -1, column: 0 });
  expect(press({ row: -1, column: 3 }, 'PageDown')).toEqual({ row: 19, column: 3 });
  expect(press({ row: 999_999, column: 1999 }, 'ArrowDown')).toEqual({ row: 999_999, column: 1999 });
  expect(press({ row: 999_999, column: 1999 }, 'ArrowRight')).toEqual({ row: 999_999, column: 1999 });
});

test('other keys move nothing', () => {
  for (const key of ['a', 'Enter', ' ', 'Escape', 'Tab']) expect(press({ row: 1, column: 1 }, key)).toBeNull();
});
