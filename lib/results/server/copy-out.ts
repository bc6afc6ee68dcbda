import 'server-only';
import type { PoolClient } from 'pg';
import { to } from 'pg-copy-streams';
import { pool } from '#lib/platform/db/pool.ts';
import { Turnstile } from '#lib/platform/db/turnstile.ts';
import { log } from '#lib/platform/log.ts';

/** So long may a reader leave a piece untouched before its connection is taken back: others need it too. */
const STALL_MS = 10 * 60_000;

/** A download holds a connection as long as its reader takes: together they leave room for uploads and for everybody else. */
const turnstile = new Turnstile({
  places: 6,
  waitMs: 30_000,
  refusal: 'Too many files are being downloaded at once, so this one could not begin. Try again in a moment.',
});

/**
 * Rows come in the order of the index they are read by: nothing waits for a sort, so the first row comes at once. One
 * download is the work of one server process: it must not take the cores that answer everybody else. A reader may take the
 * last piece long after the server sent it.
 */
const BEGIN = `begin transaction isolation level repeatable read read only;
  set local idle_in_transaction_session_timeout = '15min';
  set local enable_sort = off;
  set local enable_incremental_sort = off;
  set local enable_hashjoin = off;
  set local max_parallel_workers_per_gather = 0;
  set local jit = off`;

/**
 * Runs one COPY … TO STDOUT and yields what PostgreSQL writes, as it is taken: an untaken piece holds the server up.
 * The connection goes back to the pool at the end; a reader that stops early, or an error, ends it and the query with it.
 */
export async function* copyOut(sql: string, stallMs = STALL_MS): AsyncGenerator<Uint8Array, void, undefined> {
  const leave = await turnstile.enter();
  const connection = await connect(leave);
  let isHeld = true;
  const release = (isBroken: boolean) => {
    if (isHeld) connection.release(isBroken);
    isHeld = false;
    leave();
  };
  try {
    await connection.query(BEGIN);
    const copy = connection.query(to(sql));
    // The loop below hears of errors by itself; after it ended early, the broken connection reports one more.
    copy.on('error', () => undefined);
    for await (const piece of copy) {
      const timer = setTimeout(() => {
        log().warn('A download was not read any more; its database connection was closed.');
        release(true);
      }, stallMs);
      try {
        yield piece;
      } finally {
        clearTimeout(timer);
      }
    }
    await connection.query('commit');
    release(false);
  } finally {
    release(true);
  }
}

async function connect(onFailure: () => void): Promise<PoolClient> {
  try {
    return await pool().connect();
  } catch (error) {
    onFailure();
    throw error;
  }
}
