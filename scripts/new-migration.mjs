// npm run migration -- name: writes the migration that takes the database from the last one to schema.prisma.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { findDrift, writeMigration } from './migrations.mjs';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Give the migration a name of small letters and underscores: npm run migration -- add_run_cap');
  process.exit(1);
}

const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-migration-'));
const server = await startPostgres({ dataDirectory, settings: { fsync: 'off' } });
try {
  const sql = await findDrift(server.url('postgres'));
  if (sql === null) console.log('Nothing to do: the migrations already make what schema.prisma says.');
  else
    console.log(`Wrote ${path.relative(process.cwd(), writeMigration(name, sql))}. Add checks and triggers by hand.`);
} finally {
  await server.stop();
  fs.rmSync(dataDirectory, { recursive: true, force: true });
}
