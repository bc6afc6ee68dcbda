import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '#lib/platform/db/migrate.ts';
import { startPostgres } from '#scripts/embedded-postgres.mjs';
import { migrationsDirectory } from '#scripts/migrations-directory.mjs';

/** A database of one benchmark's own, with all tables, and a folder beside it. Both are gone when the work is done. */
export async function withDatabase<T>(work: (place: { url: string; directory: string }) => Promise<T>): Promise<T> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-bench-'));
  const server = await startPostgres({ dataDirectory: path.join(directory, 'postgres') });
  try {
    const url = server.url('rowmill');
    await migrate(url, migrationsDirectory);
    return await work({ url, directory });
  } finally {
    await server.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}
