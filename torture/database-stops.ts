import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '#lib/platform/db/migrate.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { startPostgres } from '#scripts/embedded-postgres.mjs';
import { migrationsDirectory } from '#scripts/migrations-directory.mjs';
import { runSql } from './stage/databases.ts';
import { judgeRun } from './stage/judge.ts';
import { doAsPerson, type Place, startWorker } from './stage/processes.ts';
import { startProvider } from './stage/provider.ts';
import { findRunState, untilRun } from './stage/run-stage.ts';
import type { Tortured } from './stage/tortured.ts';

export const name = '20 immediate stops of the database while answers are read';
const STOPS = 20;
const ROWS = 250_000;
const ROWS_IN_A_BATCH = 5_000;
const PATIENCE_MS = 10 * 60_000;
/** Longer than any single stop may keep the run from going on. */
const LONGEST_PAUSE_MS = 60_000;

/** An immediate stop is a crash: nothing is flushed, every connection is cut. The guard starts the server again. */
export async function run(say: (sentence: string) => void): Promise<Tortured> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-torture-'));
  const dataDirectory = path.join(directory, 'postgres');
  const server = await startPostgres({ dataDirectory });
  const databaseUrl = server.url('rowmill');
  await migrate(databaseUrl, migrationsDirectory);
  const provider = await startProvider({ pace: INSTANT_PACE });
  const place: Place = { databaseUrl, providerUrl: provider.url };
  const input = { batch: { maxRequests: ROWS_IN_A_BATCH } };
  const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rowCount: ROWS, input });
  const at = { databaseUrl, runId };
  const worker = startWorker(place);
  const pauses: number[] = [];
  let isSurvived = true;
  try {
    while (pauses.length < STOPS) {
      const state = await untilRun(at, ({ batches, isOver }) => isOver || (batches.ingesting ?? 0) > 0, PATIENCE_MS);
      if (state.isOver) break;
      await sleep(Math.random() * 300);
      pauses.push(await stopOnce(dataDirectory, at));
      if (pauses.length % 5 === 0) say(`${pauses.length} stops.`);
    }
    await untilRun(at, ({ isOver }) => isOver, PATIENCE_MS);
    isSurvived = worker.isAlive();
    const verdict = await judgeRun(databaseUrl, runId, await provider.ledger(), { status: 'succeeded' });
    const [answers] = await runSql(databaseUrl, EMPTY, [runId]);
    const longest = Math.max(0, ...pauses);
    return {
      figures: {
        rows: ROWS,
        batches: verdict.batches,
        stops: pauses.length,
        'longest until rows went on': `${(longest / 1000).toFixed(1)} s`,
      },
      violations: [
        ...verdict.violations,
        ...(Number(answers?.n) > 0 ? [`${answers?.n} rows are answered without an answer`] : []),
        ...(longest > LONGEST_PAUSE_MS ? [`rows went on only after ${longest} ms`] : []),
        ...(isSurvived ? [] : ['the worker did not survive']),
      ],
    };
  } finally {
    await worker.kill();
    await provider.close();
    await server.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

const EMPTY = `select count(*)::int as n from "item" where "runId" = $1 and ("status" <> 'succeeded' or cardinality("outputs") = 0)`;

/** Stops the server as a crash would, and measures until more rows are settled than before, or the run is over. */
async function stopOnce(dataDirectory: string, at: { databaseUrl: string; runId: string }): Promise<number> {
  const before = (await findRunState(at.databaseUrl, at.runId))?.settled ?? 0;
  const postmaster = Number(
    fs.readFileSync(path.join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  const stoppedAt = performance.now();
  process.kill(postmaster, 'SIGQUIT');
  await untilRun(at, ({ settled, isOver }) => isOver || settled > before, PATIENCE_MS);
  return performance.now() - stoppedAt;
}
