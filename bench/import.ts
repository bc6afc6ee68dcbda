import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { withDatabase } from './engine/database.ts';
import { writeMessages } from './import/messages.ts';

const ROWS = 1_000_000;
const ROUNDS = 3;
const GROWTH_LIMIT_MB = 200;
const one = fileURLToPath(new URL('./import/one.ts', import.meta.url));

type Measured = { ms: number; growthMb: number };

export const name = 'import 1,000,000 rows';
/** At most so many times what the floor takes. */
export const limit = 1.5;

/** Imports the same file by the floor and by us, in turns, and compares the fastest of each. */
export async function run(): Promise<{ ratio: number; ok: boolean; details: string; floorMs: number; oursMs: number }> {
  return withDatabase(async ({ url, directory }) => {
    const file = path.join(directory, 'messages.csv');
    await writeMessages(file, ROWS);
    const floor: Measured[] = [];
    const ours: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floor.push(await measure('floor', file, url));
      ours.push(await measure('rowmill', file, url));
    }
    return summarize(floor, ours, fs.statSync(file).size);
  });
}

function summarize(floor: readonly Measured[], ours: readonly Measured[], sizeBytes: number) {
  const floorMs = Math.min(...floor.map(({ ms }) => ms));
  const oursMs = Math.min(...ours.map(({ ms }) => ms));
  const growthMb = Math.max(...ours.map((measured) => measured.growthMb));
  const ratio = oursMs / floorMs;
  const details = `${Math.round(sizeBytes / 1e6)} MB: ${seconds(oursMs)} against ${seconds(floorMs)}, memory +${Math.round(growthMb)} MB (at most ${GROWTH_LIMIT_MB})`;
  return { ratio, ok: ratio <= limit && growthMb <= GROWTH_LIMIT_MB, details, floorMs, oursMs };
}

async function measure(way: 'floor' | 'rowmill', file: string, url: string): Promise<Measured> {
  // Every import begins with empty tables and nothing left over for the database to clean up.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('truncate dataset_row, dataset cascade');
  await client.query('checkpoint');
  await client.end();
  const env = { ...process.env, DATABASE_URL: url, ROWMILL_SECRET: 'only for measuring' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=react-server', one, way, file], {
    env,
  });
  return JSON.parse(stdout) as Measured;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ratio, ok, details } = await run();
  console.log(`${name}: ${ratio.toFixed(2)} × the floor (at most ${limit}) ${ok ? 'ok' : 'TOO SLOW'} · ${details}`);
}
