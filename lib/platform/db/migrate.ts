import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** The advisory lock Prisma Migrate takes, so that neither it nor a second process of ours migrates at the same time. */
const LOCK_ID = 72_707_369;

const CREATE_LEDGER = `
  create table if not exists "_prisma_migrations" (
    "id" varchar(36) primary key not null,
    "checksum" varchar(64) not null,
    "finished_at" timestamptz,
    "migration_name" varchar(255) not null,
    "logs" text,
    "rolled_back_at" timestamptz,
    "started_at" timestamptz not null default now(),
    "applied_steps_count" integer not null default 0
  )`;

type Migration = { name: string; sql: string; checksum: string };

/**
 * Applies the migrations of `directory` that the database does not have yet, in the order of their names, and returns
 * their names. Each is one transaction together with its ledger row: it is there whole or not at all. Several processes
 * may call this at once. The ledger is Prisma's own, so `prisma migrate deploy` may be used on the same database.
 *
 * Throws an Error with the migration's name when one fails, was edited after it was applied, or was left half done.
 */
export async function migrate(databaseUrl: string, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Held until this connection ends, whatever happens in between.
    await client.query('select pg_advisory_lock($1)', [LOCK_ID]);
    await client.query(CREATE_LEDGER);
    const waiting = await findWaiting(client, migrations);
    for (const migration of waiting) await applyMigration(client, migration);
    return waiting.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await fs.readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await fs.readFile(path.join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function findWaiting(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const ledger = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'select migration_name, checksum, finished_at from "_prisma_migrations" where rolled_back_at is null',
  );
  const rowByName = new Map(ledger.rows.map((row) => [row.migration_name, row]));
  return migrations.filter(({ name, checksum }) => {
    const row = rowByName.get(name);
    if (!row) return true;
    if (!row.finished_at) {
      throw new Error(`Migration ${name} was begun by another tool and never finished. Resolve it, then start again.`);
    }
    if (row.checksum !== checksum) {
      throw new Error(
        `Migration ${name} was changed after it was applied. Restore the file and write a new migration.`,
      );
    }
    return false;
  });
}

async function applyMigration(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      `insert into "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Migration ${name} failed and changed nothing: ${reason}`, { cause });
  }
}
