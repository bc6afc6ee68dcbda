import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#lib/platform/db/migrate.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import type { OwnProcess } from '#lib/worker/child-process.ts';
import { startPostgres } from '#scripts/embedded-postgres.mjs';
import { migrationsDirectory } from '#scripts/migrations-directory.mjs';
import { runSql } from './stage/databases.ts';
import { judgeRun } from './stage/judge.ts';
import { doAsPerson, type Place, startWorker } from './stage/processes.ts';
import { type HostileProvider, type Interceptor, startProvider } from './stage/provider.ts';
import { untilRun } from './stage/run-stage.ts';

const PATIENCE_MS = 120_000;

let directory: string;
let server: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-stops-'));
  server = await startPostgres({ dataDirectory: directory });
}, 60_000);

afterAll(async () => {
  await server.stop();
  fs.rmSync(directory, { recursive: true, force: true });
});

/** As a crash would: every connection is cut and nothing is flushed. The guard starts the server again. */
function crashDatabase(): void {
  const [postmaster] = fs.readFileSync(path.join(directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(postmaster), 'SIGQUIT');
}

const MOMENTS: Record<string, (request: Request) => boolean> = {
  'the paid call': ({ method, url }) => method === 'POST' && url.endsWith('/batches'),
  'the reading of answers': ({ method, url }) => method === 'GET' && url.endsWith('/content'),
};

/** Passes everything on. When the moment comes for the first time, the database is gone before the answer arrives. */
function crashAt(moment: (request: Request) => boolean): { intercept: Interceptor; crashes(): number } {
  let times = 0;
  let crashes = 0;
  return {
    crashes: () => crashes,
    async intercept(request, pass) {
      const isMoment = moment(request);
      const response = await pass(request);
      if (isMoment && ++times === 1) {
        crashDatabase();
        crashes += 1;
      }
      return response;
    },
  };
}

for (const [name, moment] of Object.entries(MOMENTS)) {
  test(`a database that crashes during ${name} costs no row and no second batch, and the worker lives on`, {
    timeout: PATIENCE_MS + 60_000,
  }, async () => {
    const databaseUrl = server.url(`stop_${Object.keys(MOMENTS).indexOf(name)}`);
    await createDatabase(databaseUrl);
    const stops = crashAt(moment);
    const provider = await startProvider({ pace: INSTANT_PACE, intercept: stops.intercept });
    const place: Place = { databaseUrl, providerUrl: provider.url };
    const input = { batch: { maxRequests: 200 } };
    const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rowCount: 1_000, input });
    await judge(place, runId, provider, startWorker(place));
    expect(stops.crashes()).toBe(1);
  });
}

async function judge(place: Place, runId: string, provider: HostileProvider, worker: OwnProcess): Promise<void> {
  try {
    await untilRun({ databaseUrl: place.databaseUrl, runId }, ({ isOver }) => isOver, PATIENCE_MS);
    expect(worker.isAlive()).toBe(true);
    const verdict = await judgeRun(place.databaseUrl, runId, await provider.ledger(), { status: 'succeeded' });
    expect(verdict.violations).toEqual([]);
  } finally {
    await worker.kill();
    await provider.close();
  }
}

async function createDatabase(url: string): Promise<void> {
  await runSql(server.url('postgres'), `create database ${new URL(url).pathname.slice(1)}`);
  await migrate(url, migrationsDirectory);
}
