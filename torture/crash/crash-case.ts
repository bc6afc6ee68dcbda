import { setTimeout as sleep } from 'node:timers/promises';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import type { OwnProcess } from '#lib/worker/child-process.ts';
import { type Database, type Databases, openSql, runSql, type Sql } from '#torture/stage/databases.ts';
import { judgeRun, type Verdict } from '#torture/stage/judge.ts';
import { doAsPerson, type Place, startWorker } from '#torture/stage/processes.ts';
import { startProvider } from '#torture/stage/provider.ts';
import { type Press, type Scenario, type ScenarioName, scenarioOf } from './scenarios.ts';

const LOOK_MS = 100;
/** A run takes seconds; on a machine that others keep busy it may take minutes, and that is no flaw. */
const PATIENCE_MS = 5 * 60_000;
const OVER = ['succeeded', 'completed_with_failures', 'failed', 'canceled'];

/** Where workers are killed: at the `nth` passing, in so many processes one after the other. */
export type Crash = { point: string; nth: number; processes: number };
export type CrashResult = Verdict & { kills: number; ms: number };

/** Makes each scenario's run once, launched and not begun; every crash then works on a copy of that database. */
export class LaunchedRuns {
  readonly #databases: Databases;
  readonly #made = new Map<ScenarioName, Promise<Launched>>();

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  async copy(name: ScenarioName): Promise<{ database: Database; runId: string }> {
    let made = this.#made.get(name);
    if (!made) {
      made = this.#make(name);
      this.#made.set(name, made);
    }
    const { database, runId } = await made;
    return { database: await this.#databases.make(database.name), runId };
  }

  async drop(): Promise<void> {
    for (const made of this.#made.values()) await (await made).database.drop();
  }

  async #make(name: ScenarioName): Promise<Launched> {
    const database = await this.#databases.make();
    const { rows, input, afterLaunch } = scenarioOf(name);
    // The address is of no use yet: nothing is sent before a worker is there.
    const place = { databaseUrl: database.url, providerUrl: 'http://127.0.0.1:9/v1' };
    const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rows, input });
    if (afterLaunch) await runSql(database.url, afterLaunch);
    return { database, runId };
  }
}
type Launched = { database: Database; runId: string };

/** Kills the worker at a fail point, starts another, and judges what came of the run. */
export async function runCrashCase(runs: LaunchedRuns, name: ScenarioName, crash: Crash | null): Promise<CrashResult> {
  const started = performance.now();
  const scenario = scenarioOf(name);
  const { database, runId } = await runs.copy(name);
  const provider = await startProvider({ pace: INSTANT_PACE, ...scenario });
  const place: Place = { databaseUrl: database.url, providerUrl: provider.url };
  const workers: OwnProcess[] = [];
  const sql = openSql(database.url);
  const stage = { place, runId, workers, sql };
  try {
    const pressing = press(stage, scenario.press);
    pressing.catch(() => undefined);
    const kills = crash ? await crashWorkers(stage, crash) : 0;
    if (!workers.at(-1)?.isAlive()) workers.push(startWorker(place));
    await untilOver(stage);
    await pressing;
    await until(stage, () => isEveryDuplicateBooked(stage));
    for (const worker of workers) await worker.kill();
    const verdict = await judgeRun(database.url, runId, await provider.ledger(), {
      ...expectedOf(scenario),
      live: await provider.liveLedger(),
    });
    return { ...verdict, kills, ms: Math.round(performance.now() - started) };
  } finally {
    for (const worker of workers) await worker.kill();
    await sql.close();
    await provider.close();
    await database.drop();
  }
}

type Stage = { place: Place; runId: string; workers: OwnProcess[]; sql: Sql };

function expectedOf({ ends, duplicatesByProvider = 0 }: Scenario) {
  return { status: ends, duplicatesByProvider };
}

/** Starts workers that end themselves at the fail point, one after the other; returns how many did before the run was over. */
async function crashWorkers(stage: Stage, crash: Crash): Promise<number> {
  const settings = { ROWMILL_FAIL_POINT: `${crash.point}:${crash.nth}` };
  for (let kills = 0; kills < crash.processes; kills++) {
    const worker = startWorker({ ...stage.place, settings });
    stage.workers.push(worker);
    const isKilled = await Promise.race([worker.ended.then(() => true), untilOver(stage).then(() => false)]);
    if (!isKilled) return kills;
    if ((await worker.ended).signal !== 'SIGKILL') throw new Error('A worker ended, and not at its fail point.');
    await forgetSignsOfLife(stage);
  }
  return crash.processes;
}

/** A dead worker's task is handed on ten seconds after its last sign of life. Nobody waits for that here; the take-over test does. */
async function forgetSignsOfLife({ sql }: Stage): Promise<void> {
  await sql.ask(FORGET);
}
const FORGET = `update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`;

async function untilOver(stage: Stage): Promise<void> {
  await until(stage, async () => OVER.includes((await statusOf(stage)).run));
}

/** A run is over before the bill of a batch that was made twice is in. */
async function isEveryDuplicateBooked({ sql }: Stage): Promise<boolean> {
  return (await sql.ask('select 1 from "duplicate_batch" where "bookedAt" is null')).length === 0;
}

async function press(stage: Stage, wanted: Press | undefined): Promise<void> {
  if (!wanted) return;
  for (;;) {
    let isOver = false;
    await until(stage, async () => {
      const { run, submitted, asked } = await statusOf(stage);
      isOver = OVER.includes(run);
      if (wanted.when === 'run-paused') return isOver || run === 'paused';
      return isOver || (wanted.when === 'rows-asked-for' ? asked : submitted) > 0;
    });
    // A crash may take the moment away: a refusal that nobody lived to read pauses nothing.
    if (isOver) return;
    const refused = await doAsPerson(stage.place, wanted.deed, { runId: stage.runId }).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    // A paused run whose batches all come back is over by itself while the button is being pressed.
    if (refused && !OVER.includes((await statusOf(stage)).run)) throw refused.error;
    if (refused || wanted.deed === 'cancel' || wanted.deed === 'finishNow') return;
  }
}

async function until(stage: Stage, isThere: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!(await isThere())) {
    if (performance.now() > giveUpAt) throw new Error(`The run did not get there: ${await stateOf(stage)}`);
    await sleep(LOOK_MS);
  }
}

async function statusOf({ sql, runId }: Stage): Promise<{ run: string; submitted: number; asked: number }> {
  const [row] = await sql.ask(
    `select "status"::text as run, (select count(*)::int from "batch" where "runId" = $1 and "status" = 'submitted') as submitted,
       (select count(*)::int from "batch" where "runId" = $1 and "status" = 'answering') as asked
     from "run" where "id" = $1`,
    [runId],
  );
  return { run: String(row?.run), submitted: Number(row?.submitted), asked: Number(row?.asked) };
}

async function stateOf(stage: Stage): Promise<string> {
  const { sql, runId } = stage;
  const batches = await sql.ask('select "number", "status"::text from "batch" where "runId" = $1', [runId]);
  const events = await sql.ask('select "message" from "run_event" where "runId" = $1 order by "id"', [runId]);
  const tasks = await sql.ask(
    `select name, state::text, retry_count, start_after - now() as starts_in, output->'value'->>'message' as said from pgboss.job where state < 'completed'`,
  );
  return JSON.stringify({
    run: (await statusOf(stage)).run,
    batches,
    events: events.map((event) => event.message),
    tasks,
  });
}
