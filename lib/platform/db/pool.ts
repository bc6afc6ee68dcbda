import 'server-only';
import pg from 'pg';
import { env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';
import { prepareConnection } from './prepare-connection.ts';
import { WatchedClient } from './watched-client.ts';

const globalForPool = globalThis as typeof globalThis & { rowmillPool?: pg.Pool };

/** What every connection has, those of the queue's own pool too: neither end waits long for one that is gone. */
export const CONNECTION = {
  Client: WatchedClient,
  keepAlive: true,
  keepAliveInitialDelayMillis: 5_000,
  onConnect: prepareConnection,
};

/** The one pool of this process: Prisma, the bulk modules and the queue share it, so its size is the whole truth. */
export function pool(): pg.Pool {
  globalForPool.rowmillPool ??= openPool(env.DATABASE_URL);
  return globalForPool.rowmillPool;
}

function openPool(connectionString: string): pg.Pool {
  const opened = new pg.Pool({
    ...CONNECTION,
    connectionString,
    max: env.DATABASE_CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'rowmill',
  });
  // Without a listener, a lost idle connection (the database restarting) would end the process.
  opened.on('error', (error) => log().warn({ err: error }, 'An idle database connection was lost.'));
  // One in use says so twice: to whoever waits for its answer, and by an event that nobody may leave unheard either.
  opened.on('connect', (connection) => connection.on('error', () => undefined));
  return opened;
}

/** Runs `work` on a connection of its own, for COPY and streams. The connection is dropped, not reused, if `work` throws. */
export async function withConnection<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const connection = await pool().connect();
  try {
    const result = await work(connection);
    connection.release();
    return result;
  } catch (error) {
    connection.release(true);
    throw error;
  }
}

/** Runs `work` in one transaction on a connection of its own. A throw rolls back. */
export async function withTransaction<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  return withConnection(async (connection) => {
    await connection.query('begin');
    try {
      const result = await work(connection);
      await connection.query('commit');
      return result;
    } catch (error) {
      // A connection that is gone cannot roll back; the server does it, and the first error is the one to tell.
      await connection.query('rollback').catch(() => undefined);
      throw error;
    }
  });
}

/** Closes the pool; for tests and shutdown. */
export async function closePool(): Promise<void> {
  const open = globalForPool.rowmillPool;
  delete globalForPool.rowmillPool;
  await open?.end();
}
