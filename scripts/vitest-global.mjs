import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '#lib/platform/db/migrate.ts';
import { startPostgres } from './embedded-postgres.mjs';
import { migrationsDirectory } from './migrations-directory.mjs';

const TEMPLATE = 'rowmill_template';

/** One PostgreSQL for the whole run, with one migrated database that every test file clones. */
export default async function setup(project) {
  const server = await startTestServer();
  const adminUrl = process.env.TEST_DATABASE_URL ?? server.url('postgres');
  await createTemplate(adminUrl);
  project.provide('adminUrl', adminUrl);
  project.provide('templateName', TEMPLATE);
  return () => server.stop();
}

async function startTestServer() {
  if (process.env.TEST_DATABASE_URL) return { url: () => '', stop: async () => {} };
  const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-test-'));
  // Nobody misses these databases after a power cut, so they need not wait for the disk.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };
  const server = await startPostgres({ dataDirectory, settings });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      fs.rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function createTemplate(adminUrl) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`drop database if exists ${TEMPLATE} with (force)`);
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = new URL(adminUrl);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href, migrationsDirectory);
}
