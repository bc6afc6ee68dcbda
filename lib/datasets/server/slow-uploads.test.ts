import { beforeAll, expect, test } from 'vitest';
import { HEAD_BYTES } from '#lib/datasets/preview-csv.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { importDataset } from './import-dataset.ts';

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
});

/** More than is read before a connection is taken, and then nothing, for ever. */
async function* silentFile(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`a,b\n${`${'word '.repeat(200)},2\n`.repeat(HEAD_BYTES / 1000)}`);
  await new Promise(() => undefined);
}

function upload(source: AsyncIterable<Uint8Array>, stallMs: number) {
  return importDataset(source, { workspaceId: 'ws_one', createdById: null, name: 'test', stallMs });
}

test('many slow uploads at once leave connections to others; silent ones are ended and leave nothing', async () => {
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, pool().totalCount - pool().idleCount);
  }, 5);
  const ends = await Promise.allSettled(Array.from({ length: 30 }, () => upload(silentFile(), 500)));
  clearInterval(watch);
  for (const end of ends) {
    expect(end).toMatchObject({ status: 'rejected', reason: { code: 'bad_request' } });
  }
  expect(most).toBe(8);
  expect([await db().dataset.count(), await db().datasetRow.count()]).toEqual([0, 0]);
  async function* file() {
    yield Buffer.from('a\n1\n');
  }
  expect(await upload(file(), 500)).toMatchObject({ rowCount: 1 });
});
