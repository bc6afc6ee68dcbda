import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { startDatabases } from './stage/databases.ts';
import { judgeRun } from './stage/judge.ts';
import { doAsPerson, type Place, startWorker } from './stage/processes.ts';
import { startProvider } from './stage/provider.ts';
import { untilRun } from './stage/run-stage.ts';
import { AnswerSpoiler } from './stage/spoil-answers.ts';
import type { Tortured } from './stage/tortured.ts';

export const name = 'retry of exactly 1,237 failed rows out of 50,000';
const ROWS = 50_000;
const FAILED = 1_237;
const PATIENCE_MS = 10 * 60_000;

/** Spoils the answers of chosen rows in six ways, then presses "retry" twice: the provider must be sent those rows, once. */
export async function run(): Promise<Tortured> {
  const databases = await startDatabases();
  const spoiler = new AnswerSpoiler(ROWS, FAILED);
  const provider = await startProvider({ pace: INSTANT_PACE, intercept: spoiler.intercept });
  const database = await databases.make();
  const place: Place = { databaseUrl: database.url, providerUrl: provider.url };
  const input = { batch: { maxRequests: 10_000 }, retry: { maxAttempts: 1 } };
  const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rowCount: ROWS, input });
  const at = { databaseUrl: database.url, runId };
  const worker = startWorker(place);
  try {
    await untilRun(at, ({ isOver }) => isOver, PATIENCE_MS);
    const before = await judgeRun(database.url, runId, await provider.ledger(), {
      status: 'completed_with_failures',
      spoiled: spoiler.spoiled,
    });
    const sentBefore = await sentRows();
    spoiler.rest();
    const presses = await Promise.allSettled(
      Array.from({ length: 2 }, () => doAsPerson<number>(place, 'retry', { runId })),
    );
    await untilRun(at, ({ isOver }) => isOver, PATIENCE_MS);
    const after = await judgeRun(database.url, runId, await provider.ledger(), {
      status: 'succeeded',
      spoiled: spoiler.spoiled,
    });
    const resent = (await sentRows()) - sentBefore;
    const accepted = presses.filter((press) => press.status === 'fulfilled');
    const violations = [...before.violations, ...after.violations];
    if (before.rows.failed !== FAILED) violations.push(`${before.rows.failed} rows failed, not ${FAILED}`);
    if (resent !== FAILED) violations.push(`${resent} rows were sent again, not ${FAILED}`);
    if (accepted.length !== 1) violations.push(`${accepted.length} of two presses were taken, not 1`);
    return {
      figures: { rows: ROWS, failed: before.rows.failed ?? 0, 'sent again': resent, 'presses taken': accepted.length },
      violations,
    };
  } finally {
    await worker.kill();
    await provider.close();
    await databases.close();
  }

  async function sentRows(): Promise<number> {
    return (await provider.ledger()).reduce((sum, entry) => sum + entry.requests, 0);
  }
}
