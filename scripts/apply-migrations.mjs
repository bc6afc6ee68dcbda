// Brings the database that DATABASE_URL names up to date, and ends with 1 and a sentence if that fails.
import { migrate } from '#lib/platform/db/migrate.ts';
import { migrationsDirectory } from './migrations-directory.mjs';

try {
  const applied = await migrate(process.env.DATABASE_URL ?? '', migrationsDirectory);
  for (const name of applied) console.log(`Applied migration ${name}.`);
} catch (error) {
  const sentence = error.message || error.code || String(error);
  console.error(`The database could not be brought up to date: ${sentence}`);
  process.exitCode = 1;
}
