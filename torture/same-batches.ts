import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { runSql, startDatabases } from './stage/databases.ts';
import { judgeRun } from './stage/judge.ts';
import { doAsPerson, type Place, startWorker } from './stage/processes.ts';
import { startProvider } from './stage/provider.ts';
import { untilRun } from './stage/run-stage.ts';
import type { Tortured } from './stage/tortured.ts';

export const name = '8 processes read the answers of the same 20 batches at once';
const PROCESSES = 8;
const BATCHES = 20;
const ROWS_IN_EACH = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 5 * 60_000;

type Read = { conflicts: number; deadlocks: number; others: string[]; ms: number };

/**
 * The queue gives a batch to one worker at a time; here it is left out, and every process takes every batch at once, as
 * workers do that were given up and came back.
 */
export async function run(): Promise<Tortured> {
  const databases = await startDatabases();
  let aheadMs = 0;
  const provider = await startProvider({
    pace: { ...INSTANT_PACE, runMs: () => DAY_MS / 2 },
    now: () => Date.now() + aheadMs,
  });
  try {
    const database = await databases.make();
    const place: Place = { databaseUrl: database.url, providerUrl: provider.url };
    const rowCount = BATCHES * ROWS_IN_EACH;
    const input = { batch: { maxRequests: ROWS_IN_EACH } };
    const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rowCount, input });
    const at = { databaseUrl: database.url, runId };
    const first = startWorker(place);
    await untilRun(at, ({ batches }) => batches.submitted === BATCHES, PATIENCE_MS);
    await first.kill();
    aheadMs = DAY_MS - 60_000;
    const reads = await Promise.all(
      Array.from({ length: PROCESSES }, () => doAsPerson<Read>(place, 'readAnswers', { runId })),
    );
    const last = startWorker(place);
    await untilRun(at, ({ isOver }) => isOver, PATIENCE_MS);
    await last.kill();
    const verdict = await judgeRun(database.url, runId, await provider.ledger(), { status: 'succeeded' });
    const [twice] = await runSql(database.url, 'select count(*)::int as n from item where "attempts" <> 1', []);
    const deadlocks = reads.reduce((sum, read) => sum + read.deadlocks, 0);
    const others = [...new Set(reads.flatMap((read) => read.others))];
    return {
      figures: {
        rows: rowCount,
        batches: verdict.batches,
        'turned away, as they should be': reads.reduce((sum, read) => sum + read.conflicts, 0),
        deadlocks,
        'slowest process': `${(Math.max(...reads.map((read) => read.ms)) / 1000).toFixed(1)} s`,
      },
      violations: [
        ...verdict.violations,
        ...(deadlocks > 0 ? [`${deadlocks} deadlocks`] : []),
        ...others,
        ...(twice?.n > 0 ? [`${twice?.n} rows were counted as sent more or less than once`] : []),
      ],
    };
  } finally {
    await provider.close();
    await databases.close();
  }
}
