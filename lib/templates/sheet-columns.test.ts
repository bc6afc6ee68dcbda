import { expect, test } from 'vitest';
import { findLabelColumn, findText, listUsableColumns, type SheetColumn } from './sheet-columns.ts';

const column = (name: string, facts: Partial<SheetColumn> = {}): SheetColumn => ({
  ...{ name, type: 'text', meanChars: 10, meanWords: 1, filledCount: 100, distinctCount: 90 },
  ...facts,
});
const code = (name: string) => column(name, { meanChars: 6, distinctCount: 100 });
const category = (name: string, facts: Partial<SheetColumn> = {}) =>
  column(name, { type: 'category', meanChars: 5, distinctCount: 3, ...facts });
const prose = (name: string, facts: Partial<SheetColumn> = {}) =>
  column(name, { meanChars: 120, meanWords: 20, ...facts });
const NONE = new Set<string>();
const textOf = (sheet: SheetColumn[]) => findText(listUsableColumns(sheet, NONE));

const SURVEY = [
  code('respondent_id'),
  category('department'),
  // Comments that repeat look like categories.
  category('comment', { meanChars: 30, meanWords: 5, filledCount: 84, distinctCount: 9 }),
  column('score', { type: 'integer', meanChars: 1, distinctCount: 5 }),
];

test('the text of a survey is its comment, not the longer code before it, and a department is no label', () => {
  expect(textOf(SURVEY).column?.name).toBe('comment');
  expect(findLabelColumn(SURVEY)).toBeNull();
});

test('the longest prose is the text', () => {
  expect(textOf([prose('subject', { meanChars: 30, meanWords: 4 }), prose('body')]).column?.name).toBe('body');
  const limit = (meanWords: number) => textOf([column('city'), column('name'), column('about', { meanWords })]);
  expect(limit(2.5).column?.name).toBe('about');
  expect(limit(2.4)).toEqual({ column: null, isUnsure: true });
});

test('without prose a person is asked, unless only one column can be meant', () => {
  expect(textOf([code('sku'), column('word'), column('n', { type: 'integer' })]).column?.name).toBe('word');
  expect(textOf([column('city'), column('search phrase')]).column?.name).toBe('search phrase');
  expect(textOf([column('city'), column('name')])).toEqual({ column: null, isUnsure: true });
  expect(textOf([code('sku'), column('n', { type: 'integer' })]).isUnsure).toBe(true);
  expect(textOf([code('sku')])).toMatchObject({ column: { name: 'sku' }, isUnsure: false });
  expect(textOf([])).toEqual({ column: null, isUnsure: false });
});

test('what differs in every row is a code only while it is short and without a space', () => {
  const different = (facts: Partial<SheetColumn>) =>
    textOf([column('word', { distinctCount: 100, ...facts }), column('n', { type: 'number' })]).isUnsure;
  expect(different({ meanChars: 40 })).toBe(true);
  expect(different({ meanChars: 41 })).toBe(false);
  expect(different({ meanWords: 1.2 })).toBe(false);
  expect(different({ distinctCount: 99 })).toBe(false);
});

test('labels stand in a column that is called like it and has few short values', () => {
  const found = (facts: Partial<SheetColumn>, name = 'topic') =>
    findLabelColumn([prose('text'), category(name, facts)]);
  expect(found({})?.name).toBe('topic');
  expect(found({ distinctCount: 50, meanChars: 40 })).not.toBeNull();
  expect(found({ distinctCount: 51 })).toBeNull();
  expect(found({ meanChars: 41 })).toBeNull();
  expect(found({ type: 'text' })).toBeNull();
  for (const name of ['label', 'ticket_type', 'Category', 'Kind', 'tags', 'gold label', 'sentiment'])
    expect(found({}, name), name).not.toBeNull();
  for (const name of ['department', 'status', 'country', 'answer', 'group']) expect(found({}, name), name).toBeNull();
});

test('in a sheet that was downloaded here, no answer and nothing about it is the text, the label or a fact', () => {
  const about = ['_row', '_status', '_error', '_attempts', '_model_2'].map((name) => prose(name, { meanChars: 500 }));
  const sheet = [...SURVEY, prose('label', { type: 'category', meanChars: 9, distinctCount: 3 }), ...about];
  expect(listUsableColumns(sheet, NONE)).toEqual(SURVEY);
  expect(findLabelColumn(sheet)).toBeNull();
  expect(textOf(sheet).column?.name).toBe('comment');
  // One column of that name is somebody's own.
  expect(listUsableColumns([prose('text'), prose('_error')], NONE)).toHaveLength(2);
});
