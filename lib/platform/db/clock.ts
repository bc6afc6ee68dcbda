import 'server-only';

/** What the database's clock said, and what this process's stopwatch showed then. */
type Reading = { databaseMs: number; stopwatchMs: number };

const globalForClock = globalThis as typeof globalThis & { rowmillClock?: Reading };

type Asker = { query(sql: string): Promise<{ rows: { ms: string }[] }> };

/**
 * Compares this process with the database's clock. Every new connection of the pool does, and a worker with each sign of
 * life, so that of several machines no clock counts but that one.
 */
export async function readClock(connection: Asker): Promise<void> {
  const askedMs = performance.now();
  const { rows } = await connection.query('select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms');
  const databaseMs = Number(rows[0]?.ms);
  if (!Number.isFinite(databaseMs)) return;
  globalForClock.rowmillClock = { databaseMs, stopwatchMs: (askedMs + performance.now()) / 2 };
}

/**
 * Now by the clock of the database, to within the time of a round trip. It does not step when this machine's clock does: it
 * goes on by a stopwatch. Before the first connection it is this machine's own time.
 */
export function nowMs(): number {
  const reading = globalForClock.rowmillClock;
  return reading ? Math.floor(reading.databaseMs + performance.now() - reading.stopwatchMs) : Date.now();
}

/** `nowMs` as a Date: for everything that is stored and compared later, perhaps by another machine. */
export function now(): Date {
  return new Date(nowMs());
}
