import { setTimeout as sleep } from 'node:timers/promises';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import type { OwnProcess } from '#lib/worker/child-process.ts';
import { findFreePort } from '#scripts/port.mjs';
import { startDatabases } from './stage/databases.ts';
import { judgeRun } from './stage/judge.ts';
import { doAsPerson, type Place, startWeb, startWorker } from './stage/processes.ts';
import { startProvider } from './stage/provider.ts';
import { findRunState, untilRun } from './stage/run-stage.ts';
import type { Tortured } from './stage/tortured.ts';

export const name = 'random kills of workers and web during a run of 50,000 rows in 25 batches';
const KILLS = Number(process.env.TORTURE_KILLS ?? 200);
const ROWS = 50_000;
const ROWS_IN_A_BATCH = 2_000;
const WORKERS = 3;
const BETWEEN_KILLS_MS = 1_500;
/** The first sending of all batches takes as long as half of the kills; rows that fail for a moment go out again after it. */
const RUN_MS = (KILLS * BETWEEN_KILLS_MS) / 2;
const FAILURE_RATE = 0.02;
const PATIENCE_MS = 20 * 60_000;
const WEB_BACK_WITHIN_MS = 60_000;

/** Each process is killed with no warning and started again after one to five seconds, as a supervisor would. */
export async function run(say: (sentence: string) => void): Promise<Tortured> {
  const databases = await startDatabases();
  const provider = await startProvider({ pace: { ...INSTANT_PACE, runMs: () => RUN_MS }, failureRate: FAILURE_RATE });
  const database = await databases.make();
  const port = await findFreePort();
  const place: Place = { databaseUrl: database.url, providerUrl: provider.url, settings: { PORT: String(port) } };
  const input = { batch: { maxRequests: ROWS_IN_A_BATCH }, retry: { maxAttempts: 10 } };
  const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rowCount: ROWS, input });
  const at = { databaseUrl: database.url, runId };
  const keepers = [
    keepAlive(() => startWeb(place)),
    ...Array.from({ length: WORKERS }, () => keepAlive(() => startWorker(place))),
  ];
  const health = watchHealth(port);
  try {
    let kills = 0;
    while (kills < KILLS && !(await findRunState(at.databaseUrl, runId))?.isOver) {
      await sleep(Math.random() * 2 * BETWEEN_KILLS_MS);
      if (keepers[Math.floor(Math.random() * keepers.length)]?.kill()) kills += 1;
      if (kills % 50 === 0 && kills > 0)
        say(`${kills} kills: ${JSON.stringify(await findRunState(at.databaseUrl, runId))}`);
    }
    await untilRun(at, ({ isOver }) => isOver, PATIENCE_MS);
    const verdict = await judgeRun(database.url, runId, await provider.ledger(), { status: 'succeeded' });
    await health.untilOk(WEB_BACK_WITHIN_MS);
    return {
      figures: {
        kills,
        rows: ROWS,
        'answered rows': verdict.rows.succeeded ?? 0,
        batches: verdict.batches,
        'duplicate batches': verdict.duplicates,
        'cost, ours and the provider’s': `$${(Number(verdict.costPicoUsd) / 1e12).toFixed(6)}`,
        'web answered': `${health.answered} of ${health.asked} times asked`,
        'web away at the longest': `${(health.longestAwayMs / 1000).toFixed(1)} s`,
      },
      violations: verdict.violations,
    };
  } finally {
    health.stop();
    for (const keeper of keepers) await keeper.end();
    await provider.close();
    await databases.close();
  }
}

/** A process that is started again one to five seconds after it ended. `kill` says whether there was one to kill. */
function keepAlive(start: () => OwnProcess) {
  let isEnding = false;
  let current: OwnProcess | undefined = start();
  const keeping = (async () => {
    while (current) {
      await current.ended;
      current = undefined;
      if (!isEnding) await sleep(1_000 + Math.random() * 4_000);
      if (!isEnding) current = start();
    }
  })();
  return {
    kill(): boolean {
      if (!current?.isAlive()) return false;
      current.signal('SIGKILL');
      return true;
    },
    async end(): Promise<void> {
      isEnding = true;
      current?.signal('SIGKILL');
      await keeping;
    },
  };
}

/** Asks the web process four times a second whether it is well. Being away while it is killed is no violation; not coming back is. */
function watchHealth(port: number) {
  const seen = { asked: 0, answered: 0, longestAwayMs: 0 };
  let lastOk = performance.now();
  const ask = async () => {
    seen.asked += 1;
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => null,
    );
    await response?.body?.cancel();
    if (!response) return false;
    seen.answered += 1;
    seen.longestAwayMs = Math.max(seen.longestAwayMs, performance.now() - lastOk);
    lastOk = performance.now();
    return response.ok;
  };
  const timer = setInterval(() => void ask(), 250);
  return {
    get asked() {
      return seen.asked;
    },
    get answered() {
      return seen.answered;
    },
    get longestAwayMs() {
      return seen.longestAwayMs;
    },
    stop: () => clearInterval(timer),
    async untilOk(withinMs: number): Promise<void> {
      const giveUpAt = performance.now() + withinMs;
      while (!(await ask())) {
        if (performance.now() > giveUpAt) throw new Error('The web process did not come back.');
        await sleep(250);
      }
    },
  };
}
