import { expect, test } from 'vitest';
import { ABOUT_COLUMNS, aboutColumnNames } from './columns.ts';

test('our columns keep their names beside an ordinary sheet', () => {
  expect(Object.values(aboutColumnNames(['text', 'label']))).toEqual([...ABOUT_COLUMNS]);
});

test('a sheet that has such a column keeps it, and ours steps aside', () => {
  const names = aboutColumnNames(['_row', '_status', '_status_2', '_cost_usd_2']);
  expect(names).toMatchObject({ _row: '_row_2', _status: '_status_3', _cost_usd: '_cost_usd', _error: '_error' });
});

test('a download of a download never has two columns of one name', () => {
  let names: string[] = ['text'];
  for (let round = 0; round < 5; round++) names = [...names, ...Object.values(aboutColumnNames(names))];
  expect(new Set(names).size).toBe(names.length);
});
