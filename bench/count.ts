import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeMessages } from '#bench/import/messages.ts';
import { withDatabase } from './engine/database.ts';

const ROWS = 100_000;
const LIMITS = { ms: 15_000, stallMs: 50, growthMb: 350 };
const one = fileURLToPath(new URL('./count/one.ts', import.meta.url));

export const name = 'count the tokens of 100,000 rows';
/** At most so many times what the floor takes. */
export const limit = 3;

export type Counted = {
  ms: number;
  floorMs: number;
  tokens: number;
  floorTokens: number;
  /** The longest time in which the process that was asked could do nothing else, and what its memory grew by, thread included. */
  stallMs: number;
  growthMb: number;
};

/**
 * From the first question of a launch step until the exact count is kept: rows out of the database, rendered and counted in a
 * thread. The floor counts the same requests out of memory, in one loop.
 */
export async function run(): Promise<{ ratio: number; ok: boolean; details: string; floorMs: number; oursMs: number }> {
  return withDatabase(async ({ url, directory }) => {
    const file = path.join(directory, 'messages.csv');
    await writeMessages(file, ROWS);
    const env = { ...process.env, DATABASE_URL: url, ROWMILL_SECRET: 'only for measuring', LOG_LEVEL: 'error' };
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=react-server', one, file], { env });
    return summarize(JSON.parse(stdout) as Counted);
  });
}

function summarize({ ms, floorMs, tokens, floorTokens, stallMs, growthMb }: Counted) {
  const ratio = ms / floorMs;
  const details = [
    `${Math.round(tokens / 1_000)}k tokens, ${Math.round((ROWS * 1_000) / ms)} rows/s`,
    `longest stall ${Math.round(stallMs)} ms (at most ${LIMITS.stallMs})`,
    `memory +${Math.round(growthMb)} MB at its peak (at most ${LIMITS.growthMb})`,
    `load ${(os.loadavg()[0] ?? 0).toFixed(1)} on ${os.availableParallelism()} cores`,
  ].join(', ');
  const isRight = tokens === floorTokens;
  const ok = isRight && ms <= LIMITS.ms && stallMs <= LIMITS.stallMs && growthMb <= LIMITS.growthMb && ratio <= limit;
  return { ratio, ok, details: isRight ? details : `${floorTokens} tokens counted as ${tokens}`, floorMs, oursMs: ms };
}
