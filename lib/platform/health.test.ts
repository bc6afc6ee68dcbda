import { beforeEach, expect, test } from 'vitest';
import { db } from './db/client.ts';
import { closePool } from './db/pool.ts';
import { provideTestDatabase } from './db/test-db.ts';
import { readHealth } from './health.ts';

provideTestDatabase(closePool);

beforeEach(async () => {
  await db().workerProcess.deleteMany();
});

async function seeWorker(agoMs: number): Promise<void> {
  const id = `worker-${agoMs}`;
  await db().workerProcess.create({ data: { id, version: '0', seenAt: new Date(Date.now() - agoMs) } });
}

test('all is well while a worker was seen within twenty seconds', async () => {
  await seeWorker(19_000);
  expect(await readHealth()).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    database: 'ok',
    worker: 'ok',
  });
});

test('a worker that was seen earlier, or never, is down', async () => {
  expect(await readHealth()).toMatchObject({ status: 'down', database: 'ok', worker: 'down' });
  await seeWorker(21_000);
  expect(await readHealth()).toMatchObject({ status: 'down', database: 'ok', worker: 'down' });
});

test('while the database is away both are down, and the answer still comes', async () => {
  await closePool();
  expect(await readHealth()).toMatchObject({ status: 'down', database: 'down', worker: 'down' });
});
