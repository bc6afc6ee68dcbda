import { expect, test } from 'vitest';
import { closePool, pool, withConnection } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { copyOut } from './copy-out.ts';

provideTestDatabase(closePool);

const ENDLESS = `copy (select repeat('x', 1000) from generate_series(1, 10000000)) to stdout`;

test('a reader that leaves ends the query and frees its connection', async () => {
  for (let round = 0; round < 3; round++) {
    for await (const _ of copyOut(ENDLESS)) break;
  }
  expect(pool().totalCount - pool().idleCount).toBe(0);
  await expect.poll(countCopies, { timeout: 10_000 }).toBe(0);
});

test('a reader that stands still loses its connection and hears of it', async () => {
  const pieces = copyOut(ENDLESS, 50);
  await pieces.next();
  await expect.poll(countCopies, { timeout: 10_000 }).toBe(0);
  expect(pool().totalCount - pool().idleCount).toBe(0);
  const readOn = async () => {
    while (!(await pieces.next()).done);
  };
  await expect(readOn()).rejects.toThrow();
});

test('an error of the database is thrown, and the connection is not used again', async () => {
  const half = 'copy (select 1 / (n - 5000) from generate_series(1, 10000) n) to stdout';
  const readAll = async () => {
    for await (const _ of copyOut(half));
  };
  await expect(readAll()).rejects.toThrow('division by zero');
  expect(pool().totalCount - pool().idleCount).toBe(0);
});

test('nothing is read ahead of a slow reader', async () => {
  const pieces = copyOut(ENDLESS);
  await pieces.next();
  await expect.poll(waitsForReader, { timeout: 10_000 }).toBe(true);
  await pieces.return();
});

async function countCopies(): Promise<number> {
  return withConnection(async (connection) => {
    const sql = `select count(*)::int as n from pg_stat_activity where datname = current_database() and query like 'copy (select%'`;
    return (await connection.query<{ n: number }>(sql)).rows[0]?.n ?? -1;
  });
}

async function waitsForReader(): Promise<boolean> {
  return withConnection(async (connection) => {
    const sql = `select wait_event from pg_stat_activity where datname = current_database() and query like 'copy (select repeat%'`;
    return (await connection.query<{ wait_event: string | null }>(sql)).rows[0]?.wait_event === 'ClientWrite';
  });
}
