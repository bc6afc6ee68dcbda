import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, inject, vi } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
    templateName: string;
  }
}

/** A task that is still at work when its test is over holds a connection; after so long it is cut, so that the file ends. */
const CLOSING_MS = 10_000;

/** A database of its own with every migration applied, for one test file. `drop` ends whatever is still connected to it. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runSql(`create database ${name} template ${inject('templateName')}`);
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runSql(`drop database if exists ${name} with (force)`) };
}

/**
 * For the top of a test file: makes a database before its tests, lets DATABASE_URL name it, and drops it after them.
 * `close` ends what the file holds open, such as the pool, so that the drop cuts no connection in use.
 */
export function provideTestDatabase(close: () => Promise<void> = async () => {}): void {
  let database: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    vi.stubEnv('DATABASE_URL', database.url);
  });
  afterAll(async () => {
    const closed = close();
    // What the drop below cuts may still fail by itself, when nobody waits for it any more.
    closed.catch(() => {});
    await Promise.race([closed, delay(CLOSING_MS, undefined, { ref: false })]);
    await database?.drop();
  });
}

async function runSql(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
