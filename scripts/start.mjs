// npm start: everything, from a fresh clone to a page that serves, and the end of everything it started.
// `start.mjs web` and `start.mjs worker` run one process each, for several machines with one DATABASE_URL.
// Plain JavaScript without packages: it begins under the machine's own Node, before anything is installed.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.mjs';
import { watchParent } from './parent-death.mjs';
import { findPortProblem } from './port.mjs';
import { buildPages, generateClient, installPackages } from './prepare.mjs';
import { runDatabase } from './run-database.mjs';
import { StoppedError } from './run-step.mjs';
import { readSettings } from './settings.mjs';
import { applyMigrations, checkSettings, childEnvironment, ExplainedError } from './start-environment.mjs';
import { supervise } from './supervise.mjs';
import { waitUntilHealthy } from './wait-until-healthy.mjs';

const PROGRAMS = {
  web: ['scripts/web.mjs'],
  worker: ['--conditions=react-server', 'lib/worker/main.ts'],
};
/** So often may a process end before it ever served. */
const TRIES = 4;
const STEP_GRACE_MS = 4_000;

const role = process.argv[2] ?? 'all';
const names = role === 'all' ? ['web', 'worker'] : [role];
const settings = readSettings();
const stopping = new AbortController();
const { signal } = stopping;
/** What to end, in the order it was started. @type {{stop(): Promise<unknown>}[]} */
const running = [];

async function start() {
  await refuseSecondStart();
  await installPackages({ signal, say });
  await checkSettings(settings, { signal });
  await generateClient({ signal, say });
  if (names.includes('web')) await buildPages({ signal, say });
  /** @type {ReturnType<typeof supervise>[]} */
  const children = [];
  const onMove = () => {
    for (const child of children) child.restart();
  };
  const database = settings.databaseUrl
    ? { url: () => settings.databaseUrl ?? '', stop: async () => {} }
    : await runDatabase({ dataDirectory: settings.dataDirectory, signal, say, onMove });
  running.push(database);
  await applyMigrations(database.url(), { signal });
  const env = () => childEnvironment(settings, database.url());
  running.push({ stop: () => Promise.all(children.map((child) => child.stop())) });
  for (const name of names) children.push(supervise({ name, flags: PROGRAMS[name], env, onCrash: say }));
  if (role === 'worker') return say('The Rowmill worker runs.');
  await waitUntilHealthy(`${settings.localUrl}/api/health`, {
    signal,
    say,
    hasFailed: () => children.some((child) => child.crashes() >= TRIES),
    needsWorker: role === 'all',
  });
  if (!signal.aborted) say(`Rowmill is ready at ${settings.appUrl}`);
}

async function refuseSecondStart() {
  if (!names.every((name) => name in PROGRAMS)) throw new Error(`There is no process "${role}": web or worker.`);
  if (role === 'all') lockFolder();
  else if (!settings.databaseUrl) {
    const example = 'DATABASE_URL=postgresql://user:password@host:5432/rowmill';
    throw new Error(`npm run ${role} needs the database that all machines share. Example: ${example}`);
  }
  const problem = names.includes('web') && (await findPortProblem(settings.port, settings.host));
  if (problem) throw new Error(problem);
}

function lockFolder() {
  const lock = takeLock(path.join(settings.dataDirectory, 'rowmill.lock'), { url: settings.appUrl });
  if ('holder' in lock) {
    throw new Error(
      `Rowmill already runs on the data folder ${settings.dataDirectory}, at ${lock.holder.url} ` +
        `(process ${lock.holder.pid}). Stop that one, or choose another folder and port: DATA_DIR=./data-2 PORT=3001 npm start.`,
    );
  }
  running.push({ stop: async () => lock.release() });
}

function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

async function stop() {
  if (signal.aborted) return;
  stopping.abort();
  // A step in hand ends by itself now; what it started shall be in the list before the list is worked off.
  await Promise.race([started, sleep(STEP_GRACE_MS)]);
  for (const part of running.reverse()) await part.stop();
  process.exit();
}

// The terminal may be gone before us; what cannot be written any more must not keep us from ending the rest.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, stop);
watchParent(stop);
const started = start().catch((error) => {
  if (error instanceof StoppedError || signal.aborted) return;
  if (!(error instanceof ExplainedError)) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  // Not awaited: stop waits for this very promise.
  void stop();
});
