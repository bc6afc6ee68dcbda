import { expect, test } from 'vitest';
import { closePool, pool, withConnection, withTransaction } from './pool.ts';
import { provideTestDatabase } from './test-db.ts';

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
