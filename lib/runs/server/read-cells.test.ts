import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { readCells } from './read-cells.ts';

provideTestDatabase(closePool);

const WIDTH = 2_000;
const cell = (row: number, place: number) => (place % 7 === 0 ? '' : `${row},"${place}\n`);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
  await db().dataset.create({
    data: {
      ...{ id: 'ds_wide', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [], rowCount: 5, sizeBytes: 1, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: [0, 1, 2, 3, 4].map((rowIndex) => ({
      datasetId: 'ds_wide',
      rowIndex,
      values: Array.from({ length: WIDTH }, (_, place) => cell(rowIndex, place)),
    })),
  });
});

test.each([0, 1, 16, 1_600, 1_601, WIDTH])('%i cells of a row come in the order asked for', async (count) => {
  const places = Array.from({ length: count }, (_, index) => WIDTH - 1 - index);
  const expected = (row: number) => [row, ...places.map((place) => cell(row, place))];
  expect(await readCells('ds_wide', [1, 2, 3], places)).toEqual([1, 2, 3].map(expected));
  expect(await readCells('ds_wide', [0, 4], places)).toEqual([0, 4].map(expected));
  expect(await readCells('ds_wide', [], places)).toEqual([]);
});
