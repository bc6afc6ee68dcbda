import 'server-only';
import pg from 'pg';

/** Whether the server works for a connection: `unknown` when it cannot be told. */
export type Served = 'yes' | 'no' | 'unknown';

const CONNECT_MS = 4_000;
const ANSWER_MS = 4_000;

/**
 * A question that was just answered, or just asked, may still be on its way: it gets two seconds. A server that waits for more
 * of a COPY waits for us. Numbers of processes mean nothing where a pooler stands between, which gives out numbers of its own.
 */
const ASK = `
  select pg_backend_pid() as self,
    (select state <> 'active' and clock_timestamp() - state_change > interval '2 seconds'
      from pg_stat_activity where pid = $1) as "isIdle",
    exists (select from pg_stat_activity where pid = $1) as "isThere"`;

/** Asks over a connection of its own whether the server's process `pid` is at work. Never throws. */
export async function isStillServed(connectionString: string | undefined, pid: number): Promise<Served> {
  try {
    return await overAnother(connectionString, async (client) => {
      const { rows } = await client.query<{ self: number; isIdle: boolean | null; isThere: boolean }>(ASK, [pid]);
      const [row] = rows;
      if (!row || row.self !== Reflect.get(client, 'processID')) return 'unknown';
      if (!row.isThere) return 'no';
      if (row.isIdle === null) return 'unknown';
      return row.isIdle ? 'no' : 'yes';
    });
  } catch (error) {
    return isBusyOrLocked(error) ? 'unknown' : 'no';
  }
}

/** Has the server end its process `pid`, if it still is one of ours. Never throws: the server's own patience ends it too. */
export async function endServed(connectionString: string | undefined, pid: number): Promise<void> {
  await overAnother(connectionString, (client) => client.query(END, [pid])).catch(() => undefined);
}

const END = `select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and application_name like 'rowmill%'`;

async function overAnother<T>(
  connectionString: string | undefined,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    application_name: 'rowmill-watch',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await ask(client);
  } finally {
    // An end that nobody answers must not be waited for.
    client.end().catch(() => undefined);
  }
}

/** Too many connections, or a login that is refused: the server is there, and says nothing of the other connection. */
function isBusyOrLocked(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code.startsWith('53') || code.startsWith('28');
}
