import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { measureColumns } from './column-lengths.ts';
import { findLongestRow } from './longest-row.ts';

provideTestDatabase(closePool);

const ROWS = 500;
let workspaceId: string;

/** Row 137 is longest in `text`, row 402 in both columns together; `note` of row 3 alone is long. */
function cellsOf(rowIndex: number): string[] {
  const text = rowIndex === 137 ? 300 : rowIndex === 402 ? 290 : rowIndex % 50;
  const note = rowIndex === 402 ? 40 : rowIndex === 3 ? 400 : 1;
  // Letters of two bytes: what counts is what a person would count.
  return ['é'.repeat(text), 'n'.repeat(note), ''];
}

async function makeDataset(datasetId: string, rowCount: number): Promise<string> {
  await db().dataset.create({
    data: {
      ...{ id: datasetId, workspaceId, name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      columns: ['text', 'note', 'none'].map((name) => ({ name, type: 'text', emptyCount: 0 })),
      ...{ rowCount, sizeBytes: 10, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: Array.from({ length: rowCount }, (_, rowIndex) => ({ datasetId, rowIndex, values: cellsOf(rowIndex) })),
  });
  return datasetId;
}

beforeAll(async () => {
  workspaceId = (await ensureWorkspace()).id;
  await makeDataset('ds_long', ROWS);
  await makeDataset('ds_none', 0);
});

test('the longest row is that of the columns asked for, and the first of several', async () => {
  const find = (columns: string[]) => findLongestRow(workspaceId, { datasetId: 'ds_long', columns });
  expect(await find(['text'])).toEqual({ rowIndex: 137, isSample: false, measuredRows: ROWS });
  expect(await find(['text', 'note'])).toEqual({ rowIndex: 3, isSample: false, measuredRows: ROWS });
  expect(await find(['none'])).toEqual({ rowIndex: 0, isSample: false, measuredRows: ROWS });
  expect(await find([])).toEqual({ rowIndex: 0, isSample: false, measuredRows: ROWS });
});

test('of a large dataset it is the longest of a sample that reaches from the first row to the last', async () => {
  const sampled = (maxRows: number, columns: string[]) =>
    findLongestRow(workspaceId, { datasetId: 'ds_long', columns, maxRows });
  expect(await sampled(ROWS - 1, ['text'])).toMatchObject({ isSample: true });
  expect(await sampled(ROWS, ['text'])).toMatchObject({ isSample: false });
  // One row is one block: the first.
  expect(await sampled(1, ['text'])).toEqual({ rowIndex: 0, isSample: true, measuredRows: 1 });
  const { rowIndex, measuredRows } = await sampled(200, ['text']);
  expect(measuredRows).toBe(200);
  expect(cellsOf(rowIndex)[0]?.length).toBeGreaterThanOrEqual(49);
});

test('an unknown column, an empty dataset and a foreign one are refused in words', async () => {
  const find = (datasetId: string, columns: string[], workspace = workspaceId) =>
    findLongestRow(workspace, { datasetId, columns });
  await expect(find('ds_long', ['txt'])).rejects.toThrow('no column named "txt"');
  await expect(find('ds_none', ['text'])).rejects.toThrow('no rows');
  await expect(find('ds_long', ['text'], 'ws_other')).rejects.toThrow('does not exist');
});

test('columns are measured in order, an empty dataset too', async () => {
  const columns = await measureColumns(workspaceId, 'ds_long');
  expect(columns.map((column) => column.name)).toEqual(['text', 'note', 'none']);
  expect(columns.map((column) => Math.round(column.meanChars))).toEqual([25, 5, 0]);
  // Two of the first 100 rows have an empty text, and every length comes twice.
  expect(columns[0]).toMatchObject({ filledCount: 98, distinctCount: 49, meanWords: 1 });
  expect((await measureColumns(workspaceId, 'ds_none')).map((column) => column.meanChars)).toEqual([0, 0, 0]);
});

test('words are counted where they are written with spaces and where they are not', async () => {
  await makeDataset('ds_words', 0);
  const values = ['Two words', '包裹还没有到', ' \t'];
  await db().datasetRow.create({ data: { datasetId: 'ds_words', rowIndex: 0, values } });
  const columns = await measureColumns(workspaceId, 'ds_words');
  expect(columns.map((column) => column.meanWords)).toEqual([2, 6, 0]);
  expect(columns.map((column) => column.filledCount)).toEqual([1, 1, 0]);
});
