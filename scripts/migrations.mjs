import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '#lib/platform/db/migrate.ts';
import { migrationsDirectory } from './migrations-directory.mjs';
import { diffSchema } from './schema-engine.mjs';

const schemaPath = path.join(migrationsDirectory, '..', 'schema.prisma');

/**
 * What the next migration has to do, as SQL; null when the migrations already make what `schema.prisma` says.
 * @param {string} adminUrl a server on which a passing database may be made
 * @returns {Promise<string | null>}
 */
export async function findDrift(adminUrl) {
  const name = `rowmill_shadow_${process.pid}_${Date.now()}`;
  const shadow = new URL(adminUrl);
  shadow.pathname = `/${name}`;
  await runSql(adminUrl, `create database ${name}`);
  try {
    await migrate(shadow.href, migrationsDirectory);
    return await diffSchema(shadow.href, schemaPath);
  } finally {
    await runSql(adminUrl, `drop database ${name} with (force)`);
  }
}

/**
 * Writes a migration in Prisma's layout and returns its path.
 * @param {string} name words with underscores, as `add_run_cap`
 * @param {string} sql
 */
export function writeMigration(name, sql) {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const file = path.join(migrationsDirectory, `${stamp}_${name}`, 'migration.sql');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, sql);
  const lock = path.join(migrationsDirectory, 'migration_lock.toml');
  if (!fs.existsSync(lock)) {
    fs.writeFileSync(lock, '# Prisma checks that migrations are for this database.\nprovider = "postgresql"\n');
  }
  return file;
}

async function runSql(url, statement) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
