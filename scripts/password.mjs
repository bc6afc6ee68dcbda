// npm run password -- you@example.org: a new password for somebody who forgot theirs, whether or not Rowmill runs.
import path from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { takeLock } from './lock.mjs';
import { node24 } from './node-24.mjs';
import { runStep } from './run-step.mjs';
import { findRunningUrl, hasDatabase } from './running-database.mjs';
import { readSettings } from './settings.mjs';
import { childEnvironment } from './start-environment.mjs';

const [email] = process.argv.slice(2);
const settings = readSettings();

/** Runs `work` with the address of the database: the one that is shared, the one that runs, or one started for this. */
async function withDatabase(work) {
  if (settings.databaseUrl) return work(settings.databaseUrl);
  const lock = takeLock(path.join(settings.dataDirectory, 'rowmill.lock'), { url: settings.appUrl });
  if ('holder' in lock) return work(findRunningUrl(settings.dataDirectory));
  const server = await startPostgres({ dataDirectory: settings.dataDirectory });
  try {
    return await work(server.url('rowmill'));
  } finally {
    await server.stop();
    lock.release();
  }
}

if (!email?.includes('@')) {
  fail('Whose password? Example: npm run password -- you@example.org');
} else if (!settings.databaseUrl && !hasDatabase(settings.dataDirectory)) {
  fail(`There is no Rowmill in ${settings.dataDirectory}. Give its folder: DATA_DIR=… npm run password -- ${email}`);
} else {
  process.exitCode = await withDatabase((url) =>
    runStep(node24(), ['--conditions=react-server', 'scripts/set-password.mjs', email], {
      env: { ...childEnvironment(settings, url), LOG_LEVEL: 'silent' },
      show: true,
    }),
  );
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}
