import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '#lib/platform/db/migrate.ts';
import { startPostgres } from '#scripts/embedded-postgres.mjs';
import { migrationsDirectory } from '#scripts/migrations-directory.mjs';

/** Databases on one PostgreSQL, each a copy of a migrated one or of another of them. */
export type Databases = {
  make(template?: string): Promise<Database>;
  close(): Promise<void>;
};

export type Database = { name: string; url: string; drop(): Promise<unknown> };

/** On a server that runs already, as the suite's does. */
export function databasesOn(adminUrl: string, migratedName: string): Databases {
  return {
    async make(template = migratedName) {
      const name = `torture_${randomBytes(8).toString('hex')}`;
      await runSql(adminUrl, `create database ${name} template ${template}`);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return { name, url: url.href, drop: () => runSql(adminUrl, `drop database if exists ${name} with (force)`) };
    },
    close: async () => {},
  };
}

/** On a PostgreSQL of their own that nobody misses after a power cut. */
export async function startDatabases(): Promise<Databases> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-torture-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };
  const server = await startPostgres({ dataDirectory: path.join(directory, 'postgres'), settings });
  const migratedName = 'rowmill_migrated';
  await runSql(server.url('postgres'), `create database ${migratedName}`);
  await migrate(server.url(migratedName), migrationsDirectory);
  return {
    ...databasesOn(server.url('postgres'), migratedName),
    async close() {
      await server.stop();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A connection for whoever asks ten times a second: opening one each time would cost more than all that is watched. */
export type Sql = {
  ask(statement: string, values?: unknown[]): Promise<pg.QueryResultRow[]>;
  close(): Promise<void>;
};

export function openSql(url: string): Sql {
  const pool = new pg.Pool({ connectionString: url, application_name: 'rowmill-torture', max: 1 });
  // A database that is stopped on purpose ends its connections; the statement itself says so too.
  pool.on('error', () => {});
  return {
    ask: async (statement, values = []) => (await pool.query<pg.QueryResultRow>(statement, values)).rows,
    close: () => pool.end(),
  };
}

/** One statement over a connection of its own. */
export async function runSql(url: string, statement: string, values: unknown[] = []): Promise<pg.QueryResultRow[]> {
  const sql = openSql(url);
  try {
    return await sql.ask(statement, values);
  } finally {
    await sql.close();
  }
}
