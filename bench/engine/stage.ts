import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { writeMessages } from '#bench/import/messages.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { startPostgres } from '#scripts/embedded-postgres.mjs';
import { migrationsDirectory } from '#scripts/migrations-directory.mjs';
import { openClient, type Provider } from './floor.ts';

const ROUNDS = 3;
const one = fileURLToPath(new URL('./one.ts', import.meta.url));
const sandbox = fileURLToPath(new URL('./sandbox.ts', import.meta.url));

export type Measured = { ms: number; growthMb: number; result: unknown };
export type Way = 'floor' | 'rowmill';
type Given = Record<string, unknown>;

/** A database with durable settings, the sandbox at its fastest in a process of its own, and a dataset already imported. */
export type Stage = {
  /** Empties what the round before left and runs one task in a process of its own. */
  measure(task: string, way: Way, given?: Given): Promise<Measured>;
  /** No run, no item, and a provider with nothing to do. */
  clear(): Promise<void>;
};

export type Compared = { ratio: number; ok: boolean; details: string; floorMs: number; oursMs: number };

/** Measures the floor and us in turns and compares the fastest of each. `round` measures both once. */
export async function compare(
  options: { rowCount: number; limit: number; growthLimitMb: number },
  round: (stage: Stage) => Promise<Record<Way, Measured>>,
): Promise<Compared> {
  const rounds: Record<Way, Measured>[] = [];
  const loads: number[] = [];
  await onStage(options.rowCount, async (stage) => {
    for (let number = 0; number < ROUNDS; number++) {
      await stage.clear();
      rounds.push(await round(stage));
      loads.push(os.loadavg()[0] ?? 0);
    }
  });
  const floorMs = Math.min(...rounds.map(({ floor }) => floor.ms));
  const oursMs = Math.min(...rounds.map(({ rowmill }) => rowmill.ms));
  const growthMb = Math.max(...rounds.map(({ rowmill }) => rowmill.growthMb));
  const ratio = oursMs / floorMs;
  const each = rounds.map(({ floor, rowmill }) => `${Math.round(rowmill.ms)}/${Math.round(floor.ms)}`).join(', ');
  const details = `memory +${Math.round(growthMb)} MB (at most ${options.growthLimitMb}), rounds in ms ${each}, load ${Math.max(...loads).toFixed(1)} on ${os.availableParallelism()} cores`;
  return { ratio, ok: ratio <= options.limit && growthMb <= options.growthLimitMb, details, floorMs, oursMs };
}

async function onStage(rowCount: number, work: (stage: Stage) => Promise<void>): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-bench-'));
  const server = await startPostgres({ dataDirectory: path.join(directory, 'postgres') });
  let provider: Awaited<ReturnType<typeof startProvider>> | undefined;
  try {
    const url = server.url('rowmill');
    await migrate(url, migrationsDirectory);
    const common = { ...process.env, DATABASE_URL: url, ROWMILL_SECRET: 'only for measuring', LOG_LEVEL: 'error' };
    provider = await startProvider(path.join(directory, 'sandbox'), common);
    const env = { ...common, SANDBOX_URL: provider.url, BENCH_API_KEY: provider.apiKey, POLL_SECONDS: '' };
    const file = path.join(directory, 'messages.csv');
    await writeMessages(file, rowCount);
    const imported = await runOne('import', 'rowmill', { file }, env);
    const fixed = { file, rowCount, ...(imported.result as { datasetId: string }) };
    const client = openClient(provider);
    await work({
      measure: async (task, way, given) => {
        const measured = await runOne(task, way, { ...fixed, ...given }, env);
        await untilIdle(client);
        return measured;
      },
      clear: () => clear(url),
    });
  } finally {
    provider?.process.stdin?.end();
    await server.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

async function runOne(task: string, way: Way, given: Given, env: NodeJS.ProcessEnv): Promise<Measured> {
  const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, '--conditions=react-server', one, task, way, JSON.stringify(given)],
    { env },
  );
  return JSON.parse(stdout) as Measured;
}

async function startProvider(directory: string, env: NodeJS.ProcessEnv): Promise<Provider & { process: ChildProcess }> {
  const child = spawn(process.execPath, ['--conditions=react-server', sandbox, directory], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of readline.createInterface({ input: child.stdout })) {
    return { ...(JSON.parse(line) as Provider), process: child };
  }
  throw new Error('The sandbox did not start.');
}

/** The provider goes on answering after a launch is measured; the next measurement must not pay for that. */
async function untilIdle(client: ReturnType<typeof openClient>): Promise<void> {
  for (;;) {
    const { data } = await client.batches.list({ limit: 100 });
    if (data.every((batch) => batch.status === 'completed')) return;
    await sleep(200);
  }
}

async function clear(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('drop table if exists floor_answer');
  await client.query('truncate item');
  await client.query('truncate run cascade');
  await client.query('vacuum analyze dataset_row');
  await client.query('checkpoint');
  await client.end();
}
