import { expect, test, vi } from 'vitest';
import { problemResponse } from '#lib/platform/http/problem.ts';
import { closePool, pool, withConnection, withTransaction } from './pool.ts';
import { provideTestDatabase } from './test-db.ts';

// Settings are read once, before the first connection.
vi.stubEnv('DATABASE_CONNECTIONS', '4');
provideTestDatabase(closePool);

test('a connection that is lost while it is in use fails its work and ends no process', async () => {
  const lost = withConnection(async (connection) => {
    const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
    const isLost = new Promise((resolve) => connection.once('end', resolve));
    await pool().query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    // Between two questions: there is no answer to fail, only the event.
    await isLost;
    await connection.query('select 1');
  });
  await expect(lost).rejects.toThrow();
  await expect(withTransaction((connection) => connection.query('select 1 as one'))).resolves.toMatchObject({
    rows: [{ one: 1 }],
  });
});

test('while every connection is in use a request waits, is refused in words after ten seconds, and the next one is answered', async () => {
  const held = await Promise.all(Array.from({ length: 4 }, () => pool().connect()));
  const waiting = pool().query('select 1');
  const refused = await waiting.catch((error: unknown) => problemResponse(error, 'test'));
  if (!(refused instanceof Response)) throw new Error('There was a fifth connection.');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await refused.json()).toMatchObject({
    detail: expect.stringContaining('every connection to its database is in use'),
  });
  const patient = pool().query('select 2 as two');
  for (const connection of held) connection.release();
  expect((await patient).rows).toEqual([{ two: 2 }]);
});
