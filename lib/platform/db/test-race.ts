import type { PoolClient } from 'pg';
import { withTransaction } from './pool.ts';

const MAX_LOOKS = 500;

/**
 * Starts works that all end up writing to `table`, holds them there until every one of them waits for a lock,
 * and lets them go together: a race in every run, not only in unlucky ones.
 */
export async function raceOnTable<T>(
  table: string,
  works: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const { started } = await withTransaction(async (connection) => {
    await connection.query(`lock table "${table}" in exclusive mode`);
    const started = Promise.allSettled(works.map((work) => work()));
    await untilWaiting(connection, works.length);
    // In an object, because a promise that is returned would be waited for while the lock is held.
    return { started };
  });
  return started;
}

async function untilWaiting(connection: PoolClient, count: number): Promise<void> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const { rows } = await connection.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]?.n === count) return;
    // Inside a transaction the statistics are a snapshot until it is thrown away.
    await connection.query('select pg_stat_clear_snapshot(), pg_sleep(0.01)');
  }
  throw new Error(`There were never ${count} at once.`);
}
