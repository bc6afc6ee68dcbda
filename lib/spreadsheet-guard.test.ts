import { expect, test } from 'vitest';
import { guardCell } from './spreadsheet-guard.ts';

test.each(['=1+1', '+1', '-1+1', '-', '--1', '-2e3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a'])(
  '%j would run as a formula and gets an apostrophe',
  (cell) => {
    expect(guardCell(cell)).toBe(`'${cell}`);
  },
);

test.each(['', 'a=1', ' =1', '-12.5', '-7', '-1,234.50', "'=1", '12', '😀=', '٣', '#N/A'])(
  '%j is data and stays as it is',
  (cell) => {
    expect(guardCell(cell)).toBe(cell);
  },
);

test('a guarded cell is never guarded again', () => {
  for (const cell of ['=1', '-x', '@a']) expect(guardCell(guardCell(cell))).toBe(guardCell(cell));
});
