import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { listColumnValues } from './column-values.ts';

provideTestDatabase(closePool);

const NAMES = ['topic', 'own', 'long', 'empty'];
const ROWS = 60;

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
  await db().dataset.create({
    data: {
      ...{ id: 'ds_one', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      columns: NAMES.map((name) => ({ name, type: 'text', emptyCount: 0 })),
      ...{ rowCount: ROWS, sizeBytes: 1, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: Array.from({ length: ROWS }, (_, rowIndex) => ({
      datasetId: 'ds_one',
      rowIndex,
      values: [
        rowIndex % 3 === 0 ? ' card\t' : rowIndex === 1 ? '' : 'refund',
        `row ${rowIndex}`,
        'x'.repeat(rowIndex),
        ' ',
      ],
    })),
  });
});

function valuesOf(column: string, limits: { limit?: number; maxChars?: number } = {}) {
  return listColumnValues('ws_one', { datasetId: 'ds_one', column, limit: 1000, maxChars: 500, ...limits });
}

test('values are counted, the most frequent first, without the space around them and without empty cells', async () => {
  expect(await valuesOf('topic')).toEqual({
    values: [
      { value: 'refund', count: 39 },
      { value: 'card', count: 20 },
    ],
    filledCount: 59,
    rowCount: ROWS,
  });
  expect(await valuesOf('empty')).toMatchObject({ values: [], filledCount: 0 });
});

test('a column that sorts nothing is refused in words', async () => {
  await expect(valuesOf('own')).rejects.toThrow('Nearly every row has its own “own” (60 different in 60 rows)');
  await expect(valuesOf('own', { limit: 59 })).rejects.toThrow('more than 59 different values');
  await expect(valuesOf('long', { maxChars: 58 })).rejects.toThrow('texts of more than 58 characters');
  await expect(valuesOf('nothing')).rejects.toMatchObject({ code: 'invalid' });
});

test('exactly as many values as the limit are taken', async () => {
  expect((await valuesOf('topic', { limit: 2 })).values).toHaveLength(2);
  await expect(valuesOf('topic', { limit: 1 })).rejects.toMatchObject({ code: 'invalid' });
});

test('another workspace’s dataset is not there', async () => {
  const asked = { datasetId: 'ds_one', column: 'topic', limit: 9, maxChars: 9 };
  await expect(listColumnValues('ws_other', asked)).rejects.toMatchObject({ code: 'not_found' });
});
