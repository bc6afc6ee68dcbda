import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { withDatabase } from './engine/database.ts';
import { createFinishedRun } from './export/rows.ts';

const ROWS = 1_000_000;
const ROUNDS = 3;
const FIRST_BYTE_LIMIT_MS = 500;
const GROWTH_LIMIT_MB = 100;
const one = fileURLToPath(new URL('./export/one.ts', import.meta.url));

type Measured = { ms: number; firstMs: number; sizeBytes: number; growthMb: number };

export const name = 'export 1,000,000 rows';
/** At most so many times what the floor takes. */
export const limit = 2.5;

/** Downloads the same run by a bare COPY TO of the same join and by us, in turns, and compares the fastest of each. */
export async function run(): Promise<{ ratio: number; ok: boolean; details: string; floorMs: number; oursMs: number }> {
  return withDatabase(async ({ url }) => {
    await fill(url);
    const floor: Measured[] = [];
    const ours: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floor.push(await measure('floor', url));
      ours.push(await measure('rowmill', url));
    }
    return summarize(floor, ours);
  });
}

function summarize(floor: readonly Measured[], ours: readonly Measured[]) {
  const floorMs = Math.min(...floor.map(({ ms }) => ms));
  const oursMs = Math.min(...ours.map(({ ms }) => ms));
  const firstMs = Math.min(...ours.map((measured) => measured.firstMs));
  const growthMb = Math.max(...ours.map((measured) => measured.growthMb));
  const ratio = oursMs / floorMs;
  const sizeMb = Math.round((ours[0]?.sizeBytes ?? 0) / 1e6);
  const details = `${sizeMb} MB: first byte after ${Math.round(firstMs)} ms (at most ${FIRST_BYTE_LIMIT_MS}), memory +${Math.round(growthMb)} MB (at most ${GROWTH_LIMIT_MB})`;
  const ok = ratio <= limit && firstMs <= FIRST_BYTE_LIMIT_MS && growthMb <= GROWTH_LIMIT_MB;
  return { ratio, ok, details, floorMs, oursMs };
}

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await createFinishedRun(client, ROWS);
  await client.end();
}

async function measure(way: 'floor' | 'rowmill', url: string): Promise<Measured> {
  const env = { ...process.env, DATABASE_URL: url, ROWMILL_SECRET: 'only for measuring' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=react-server', one, way], { env });
  return JSON.parse(stdout) as Measured;
}
