import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type HalfOpenProxy, startHalfOpenProxy } from './half-open-proxy.ts';
import { closePool, pool, withConnection, withTransaction } from './pool.ts';
import { createTestDatabase } from './test-db.ts';
import { WatchedClient } from './watched-client.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let proxy: HalfOpenProxy;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startHalfOpenProxy(database.url);
  vi.stubEnv('DATABASE_URL', proxy.url);
});

afterAll(async () => {
  await closePool();
  await proxy.close();
  await database.drop();
});

const GIVEN_UP = /Connection terminated/;

test('a question on a connection that went silent fails within seconds, and the next one is answered', async () => {
  await pool().query('select 1');
  expect(proxy.silence()).toBeGreaterThan(0);
  await expect(pool().query('select 2')).rejects.toThrow(GIVEN_UP);
  expect((await pool().query('select 3 as three')).rows).toEqual([{ three: 3 }]);
});

test('a transaction that is cut off in the middle fails, and leaves no lock behind', { timeout: 60_000 }, async () => {
  await pool().query('create table held (id int primary key); insert into held values (1)');
  const cutOff = withTransaction(async (connection) => {
    await connection.query('update held set id = 2');
    proxy.silence();
    await connection.query('select 1');
  });
  await expect(cutOff).rejects.toThrow(GIVEN_UP);
  // The server hears nothing of it either, and ends it by itself.
  expect((await pool().query('update held set id = 3')).rowCount).toBe(1);
});

test('neighbors that nobody asks anything are given up with it', async () => {
  const open = Array.from({ length: 4 }, () => pool().query('select pg_sleep(0.2)'));
  await Promise.all(open);
  expect(pool().idleCount).toBeGreaterThanOrEqual(4);
  proxy.silence();
  await expect(pool().query('select 1')).rejects.toThrow(GIVEN_UP);
  await vi.waitUntil(() => pool().idleCount === 0);
});

test('a question the server works on for long is waited for, and so is a transaction between two', async () => {
  await withConnection(async (connection) => {
    await connection.query('begin');
    expect((await connection.query("select pg_sleep(9), 'done' as done")).rows).toMatchObject([{ done: 'done' }]);
    // Nothing was asked here, so there is no answer to miss.
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    expect((await connection.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await connection.query('commit');
  });
});

test('a connection is watched by what the driver tells of it', async () => {
  await withConnection(async (connection) => {
    if (!(connection instanceof WatchedClient)) throw new Error('The pool makes other connections.');
    const { rows } = await connection.query('select pg_backend_pid() as pid');
    expect(rows).toEqual([{ pid: connection.serverProcess }]);
    expect(connection.isWaiting).toBe(false);
    const asked = connection.query('select pg_sleep(0.1)');
    await vi.waitUntil(() => connection.isWaiting);
    await asked;
    expect(connection.isWaiting).toBe(false);
    expect(connection.socket.bytesRead).toBeGreaterThan(0);
  });
});
