import { PgBoss } from 'pg-boss';
import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue, enqueue, openQueue, sendThrough } from './queue.ts';
import { readQueueDepth } from './queue-depth.ts';

provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

const FINISHED = 20_000;
/** Pages of 8 kB that a claim may touch: what waits and a handful of index pages, whatever was finished. */
const MAX_PAGES = 250;

type Asked = { text: string; values: unknown[] };

/** A queue whose questions are noted, to be explained later. */
async function openNotingQueue(): Promise<{ boss: PgBoss; asked: Asked[] }> {
  const asked: Asked[] = [];
  const boss = new PgBoss({
    db: {
      async executeSql(text: string, values: unknown[] = []) {
        asked.push({ text, values });
        return pool().query(text, values);
      },
    },
    supervise: false,
    schedule: false,
  });
  await boss.start();
  return { boss, asked };
}

type Plan = { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } };

/** How many pages a question touches. What it changes is undone. */
async function pagesOf({ text, values }: Asked): Promise<number> {
  const connection = await pool().connect();
  try {
    await connection.query('begin');
    const { rows } = await connection.query<{ 'QUERY PLAN': Plan[] }>(
      `explain (analyze, buffers, format json) ${text}`,
      values,
    );
    await connection.query('rollback');
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('There is no plan.');
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  } finally {
    connection.release();
  }
}

test('taking a task reads no more pages with 20,000 finished ones in the queue than a claim needs', {
  timeout: 120_000,
}, async () => {
  sendThrough(await openQueue({ supervise: false }));
  await db().$transaction((tx) => enqueue(tx, 'batch.advance', { batchId: 'bat_done' }, 'bat_done'));
  const { boss, asked } = await openNotingQueue();
  const [first] = await boss.fetch('batch.advance');
  await boss.complete('batch.advance', first?.id ?? '');
  const { rowCount } = await pool().query(
    `insert into pgboss.job
     select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(), 'singleton_key', 'bat_' || n, 'group_id', 'bat_' || n))).*
     from pgboss.job j, generate_series(1, $1::int) n where j.state = 'completed'`,
    [FINISHED],
  );
  expect(rowCount).toBe(FINISHED);
  for (const key of ['a', 'b', 'c'])
    await db().$transaction((tx) => enqueue(tx, 'batch.advance', { batchId: key }, key));
  await pool().query('analyze pgboss.job');
  // Enough for a claim that reads the table to be told from one that does not.
  const { rows } = await pool().query<{ pages: number }>(
    `select (sum(pg_table_size(relid)) / 8192)::int as pages from pg_partition_tree('pgboss.job')`,
  );
  expect(rows[0]?.pages).toBeGreaterThan(2 * MAX_PAGES);

  asked.length = 0;
  expect(await boss.fetch('batch.advance', { groupConcurrency: 1 })).toHaveLength(1);
  const claim = asked.find(({ text }) => /update[\s\S]*'active'/i.test(text));
  if (!claim) throw new Error(`No claim was made: ${JSON.stringify(asked)}`);
  expect(await pagesOf(claim)).toBeLessThan(MAX_PAGES);
  expect((await readQueueDepth(db())).find(({ task }) => task === 'batch.advance')).toMatchObject({
    due: 2,
    active: 1,
  });
  await boss.stop({ graceful: false });
});
