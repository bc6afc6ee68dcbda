import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { createTestDatabase } from './test-db.ts';

let directory: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeEach(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'rowmill-migrate-'));
  database = await createTestDatabase();
  await query('drop schema public cascade; create schema public');
});

afterEach(async () => {
  await database.drop();
  await fs.rm(directory, { recursive: true });
});

test('migrations are applied once, in the order of their names', async () => {
  await write('20260102_second', 'alter table thing add column size int');
  await write('20260101_first', 'create table thing (id int)');
  expect(await migrate(database.url, directory)).toEqual(['20260101_first', '20260102_second']);
  expect(await migrate(database.url, directory)).toEqual([]);
  await write('20260103_third', 'insert into thing values (1, 2)');
  expect(await migrate(database.url, directory)).toEqual(['20260103_third']);
  expect(await query('select * from thing')).toEqual([{ id: 1, size: 2 }]);
});

test('several processes that migrate at once apply each migration once', async () => {
  await write('20260101_first', 'create table thing (id int); select pg_sleep(0.2)');
  await write('20260102_second', 'insert into thing values (1)');
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url, directory)));
  expect(applied.flat().sort()).toEqual(['20260101_first', '20260102_second']);
  expect(await query('select * from thing')).toEqual([{ id: 1 }]);
});

test('a migration that fails half way changes nothing, says its name, and is tried again', async () => {
  await write('20260101_first', 'create table thing (id int); insert into nowhere values (1)');
  await expect(migrate(database.url, directory)).rejects.toThrow(
    'Migration 20260101_first failed and changed nothing: relation "nowhere" does not exist',
  );
  expect(await query(`select to_regclass('thing') as thing`)).toEqual([{ thing: null }]);
  await write('20260101_first', 'create table thing (id int)');
  expect(await migrate(database.url, directory)).toEqual(['20260101_first']);
});

test('a migration that was edited after it was applied is refused', async () => {
  await write('20260101_first', 'create table thing (id int)');
  await migrate(database.url, directory);
  await write('20260101_first', 'create table thing (id bigint)');
  await expect(migrate(database.url, directory)).rejects.toThrow('20260101_first was changed after it was applied');
});

test('a migration that another tool began and never finished is refused', async () => {
  await write('20260101_first', 'create table thing (id int)');
  await migrate(database.url, directory);
  await query('update "_prisma_migrations" set finished_at = null');
  await expect(migrate(database.url, directory)).rejects.toThrow('20260101_first was begun by another tool');
});

async function write(name: string, sql: string): Promise<void> {
  await fs.mkdir(path.join(directory, name), { recursive: true });
  await fs.writeFile(path.join(directory, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows ?? [];
  } finally {
    await client.end();
  }
}
