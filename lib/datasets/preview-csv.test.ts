import { expect, test } from 'vitest';
import { planCsv, previewCsv } from './preview-csv.ts';

test('the first rows, types and choices of a file are known from its beginning', () => {
  const head = Buffer.from('name;count;label\nJosé;1;x\nZoë;2;y\nAnna;3;x\nLou;4;y\nmax;5', 'latin1');
  expect(previewCsv(head, false)).toMatchObject({
    encoding: 'windows-1252',
    delimiter: ';',
    hasHeader: true,
    headerLikely: true,
    columns: [
      { name: 'name', type: 'text', emptyCount: 0 },
      { name: 'count', type: 'integer', emptyCount: 0 },
      { name: 'label', type: 'category', emptyCount: 0 },
    ],
    rows: [
      ['José', '1', 'x'],
      ['Zoë', '2', 'y'],
      ['Anna', '3', 'x'],
      ['Lou', '4', 'y'],
    ],
    issues: [],
  });
});

test('a row cut by the end of the beginning is no problem, by the end of the file it is', () => {
  const head = Buffer.from('a,b\n1,2\n3');
  expect(previewCsv(head, false)).toMatchObject({ rows: [['1', '2']], issues: [] });
  expect(previewCsv(head, true)).toMatchObject({ rows: [['1', '2']], issues: [{ line: 3, record: 2 }] });
});

test('problems are listed beside the rows that came before them', () => {
  const preview = previewCsv(Buffer.from('a,b\n1,2\n3\n4,"x"y\n'), true);
  expect(preview.rows).toEqual([['1', '2']]);
  expect(preview.issues.map(({ line }) => line)).toEqual([3, 4]);
});

test('a chosen encoding is taken, but a mark is never data and UTF-16 says itself which half comes first', () => {
  expect(planCsv(Buffer.from('\ufeffa\n1\n'), true, { encoding: 'windows-1252' })).toMatchObject({
    encoding: 'windows-1252',
    isEncodingChosen: true,
    offset: 3,
  });
  const big = Buffer.from('\ufeffa\n1\n', 'utf16le').swap16();
  expect(planCsv(big, true, { encoding: 'utf-16' })).toMatchObject({ encoding: 'utf-16be', offset: 2 });
});
