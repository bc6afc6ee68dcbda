import { expect, test } from 'vitest';
import { previewFile } from './preview-file.ts';
import { PREVIEW_ROWS } from './preview-rows.ts';

async function preview(text: string | Uint8Array<ArrayBuffer>, choices: Parameters<typeof previewFile>[1] = {}) {
  const read = await previewFile(new Blob([text]), choices);
  if (read.kind === 'unreadable') throw new Error(read.message);
  return read;
}

test('the first hundred rows of a large file, no more', async () => {
  const read = await preview(
    `n,text\n${Array.from({ length: 50_000 }, (_, index) => `${index},some text\n`).join('')}`,
  );
  expect(read.rows).toHaveLength(PREVIEW_ROWS);
  expect(read.isWhole).toBe(false);
  expect(read.columns.map((column) => column.type)).toEqual(['integer', 'category']);
});

test('a cell of five megabytes is read to its end and shown cut, with its length', async () => {
  const read = await preview(`a,b\n1,"${'x'.repeat(5_000_000)}"\n2,y\n`);
  expect(read.rows).toEqual([
    ['1', { text: 'x'.repeat(1_000), length: 5_000_000 }],
    ['2', 'y'],
  ]);
  expect(read.isWhole).toBe(true);
});

test('two thousand columns come whole', async () => {
  const line = Array.from({ length: 2_000 }, (_, index) => `c${index}`).join(',');
  const read = await preview(`${line}\n${line}\n`);
  expect([read.columns.length, read.rows[0]?.length]).toEqual([2_000, 2_000]);
});

test('a file with problems shows its rows as importing anyway takes them, and what that changes', async () => {
  const read = await preview('a,b\n1\n2,3\n');
  expect(read.issues).toMatchObject([{ line: 2, text: '1' }]);
  expect(read.rows).toEqual([
    ['1', ''],
    ['2', '3'],
  ]);
  expect(read.changes).toMatchObject([
    { message: 'Short rows are filled up with empty cells.', count: 1, firstLine: 2 },
  ]);
});

test('what is chosen wins over what is detected', async () => {
  const read = await preview('a;b\n1;2\n', { delimiter: ',', header: false });
  expect(read.rows).toEqual([['a;b'], ['1;2']]);
});

test('no text and an empty file are refused in words', async () => {
  const workbook = await previewFile(new Blob([new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3])]), {});
  expect(workbook).toMatchObject({ kind: 'unreadable', message: expect.stringContaining('Save it as CSV') });
  expect((await preview('')).issues).toMatchObject([{ message: expect.stringContaining('empty') }]);
});
