import { expect, test } from 'vitest';
import { addLabels, type LabelRow, moveRows, problemsOf, readLabels, rowsOf, textsOf } from './label-rows.ts';

let count = 0;
const newRowId = () => `row${count++}`;

function rows(...labels: string[]): LabelRow[] {
  return labels.map((label) => ({ id: `id of ${label}`, label, description: '' }));
}

function labelsIn(text: string): string[] {
  return readLabels(text).map(({ label }) => label);
}

test('labels are read out of lines, commas, semicolons, spreadsheets and lists', () => {
  expect(labelsIn('card')).toEqual(['card']);
  expect(labelsIn(' card \r\n\r\nrefund\n')).toEqual(['card', 'refund']);
  expect(labelsIn('card, refund,,other,')).toEqual(['card', 'refund', 'other']);
  expect(labelsIn('card; yes, please; other')).toEqual(['card', 'yes, please', 'other']);
  expect(labelsIn('yes, please\nno, thanks')).toEqual(['yes, please', 'no, thanks']);
  expect(labelsIn('"card",\n"say ""hi"""')).toEqual(['card', 'say "hi"']);
  expect(labelsIn('["card", "a\\nb", 7]')).toEqual(['card', 'a b']);
  expect(labelsIn('[card] lost')).toEqual(['[card] lost']);
  expect(labelsIn(' \n ')).toEqual([]);
});

test('a second column of a spreadsheet says what the labels mean', () => {
  expect(readLabels('card\tAbout a card.\nrefund\t\n\tnobody')).toEqual([
    { label: 'card', description: 'About a card.' },
    { label: 'refund', description: '' },
    { label: 'nobody', description: '' },
  ]);
});

test('adding says what was there already, and fills in what it meant', () => {
  const added = addLabels(rows('card'), readLabels('refund\ncard\tAbout a card.\nrefund'), newRowId);
  expect(added).toMatchObject({ added: 1, repeated: ['card', 'refund'] });
  expect(added.rows.map(({ label, description }) => [label, description])).toEqual([
    ['card', 'About a card.'],
    ['refund', ''],
  ]);
});

test('rows and texts are the same thing, and rows keep their ids', () => {
  const before = rows('card', 'refund', 'other').map((row) =>
    row.label === 'refund' ? { ...row, description: 'Money back.' } : row,
  );
  const { labels, descriptions } = textsOf(before);
  expect(rowsOf(labels, descriptions, before, newRowId)).toEqual(before);
  const after = rowsOf('other\nnew\ncard', descriptions, before, newRowId);
  expect(after.map(({ id }) => id)).toEqual(['id of other', expect.stringMatching(/^row/), 'id of card']);
});

test('a repeated or endless label is named where it stands', () => {
  const list = rowsOf(`a\nb\na\n${'x'.repeat(501)}\n${'y'.repeat(500)}`, '', [], newRowId);
  expect([...problemsOf(list)]).toEqual([
    [list[2]?.id, 'The same as label 1.'],
    [list[3]?.id, 'Longer than 500 characters.'],
  ]);
});

test('moving keeps every row, and the order of those that move together', () => {
  const list = rows('a', 'b', 'c', 'd');
  const order = (ids: string[], target: string, isBefore: boolean) =>
    moveRows(list, new Set(ids.map((label) => `id of ${label}`)), { id: `id of ${target}`, isBefore })
      .map(({ label }) => label)
      .join('');
  expect(order(['d'], 'a', true)).toBe('dabc');
  expect(order(['a', 'c'], 'd', false)).toBe('bdac');
  expect(order(['a'], 'a', false)).toBe('abcd');
  expect(order(['a'], 'gone', true)).toBe('abcd');
});
