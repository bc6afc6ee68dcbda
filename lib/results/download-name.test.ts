import { expect, test } from 'vitest';
import { downloadName } from './download-name.ts';
import { ExportQuery } from './schema.ts';

const named = (query: Record<string, string>, simulated = true) => {
  const { name, ending } = downloadName({ name: 'Letters', simulated }, ExportQuery.parse(query));
  return `${name}${ending}`;
};

test('files of one run are told apart by their names', () => {
  expect(named({ columns: 'own' })).toBe('Letters (simulated)');
  expect(named({ columns: 'own', separator: 'semicolon' }, false)).toBe('Letters, semicolons');
  expect(named({ columns: 'all' }, false)).toBe('Letters, all columns');
  expect(named({ columns: 'all', separator: 'semicolon' })).toBe('Letters (simulated), all columns, semicolons');
  expect(named({ columns: 'all', safe: 'false' })).toBe('Letters (simulated), all columns, as uploaded');
  expect(named({ columns: 'own', status: 'failed' })).toBe('Letters (simulated), failed rows');
});

test('a script that does not say which columns gets the name it always got', () => {
  expect(named({}, false)).toBe('Letters');
  expect(named({ separator: 'semicolon', safe: 'false', status: 'failed' })).toBe('Letters (simulated)');
});
