import 'server-only';
import type { ClientBase } from 'pg';
import { readClock } from './clock.ts';

/**
 * What a process that is gone, stopped or cut off still holds locks with is ended by the server: a transaction that nobody
 * goes on with after 30 s, a connection whose other machine is silent after about 25 s. Values are in ms and s, as PostgreSQL has them.
 */
const LIMITS = `select
  set_config('idle_in_transaction_session_timeout', '30000', false),
  set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '25000', false)`;

/** Makes a new connection ready for use: the server's patience with it, and what time it is there. */
export async function prepareConnection(connection: ClientBase): Promise<void> {
  await connection.query(LIMITS);
  await readClock(connection);
}
