import pg from 'pg';
import type { Actor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { CostsQuery, SavingsQuery } from '#lib/pricing/cost-report.ts';
import { parseCostView } from '#lib/reports/cost-view.ts';
import { getCostReport } from '#lib/reports/server/cost-report.ts';
import { getCostsPage } from '#lib/reports/server/costs-page.ts';
import { exportCosts } from '#lib/reports/server/export-costs.ts';
import { getSavingsStatement } from '#lib/reports/server/savings-statement.ts';
import { seedYear } from './costs/seed.ts';
import { withDatabase } from './engine/database.ts';

const RUNS = 10_000;
const ROUNDS = 15;
const LIMIT_MS = 200;

export const name = 'costs of 10,000 runs';
/** At most so many times what the floor takes. */
export const limit = 25;

const YEAR = { from: '2026-01-01', to: '2026-12-31' };

const LEAD: Actor = { workspaceId: 'ws_bench', userId: null, name: 'Bench', role: 'lead', via: 'token' };

/** What the report cannot do without: every booking of the year read once and added up, by nothing. */
const FLOOR = `select count(*), sum("costPicoUsd"), sum("realtimePicoUsd"), sum("inputTokens"), sum("outputTokens")
  from batch where "workspaceId" = 'ws_bench' and "endedAt" >= '2026-01-01Z' and "endedAt" < '2027-01-01Z'`;

const WORK: Record<string, () => Promise<unknown>> = {
  floor: async () => pool().query(FLOOR),
  day: async () => report('day'),
  model: async () => report('model'),
  member: async () => report('member'),
  run: async () => report('run'),
  template: async () => report('template'),
  file: async () => file(),
  statement: async () => JSON.stringify(await getSavingsStatement(db(), LEAD, SavingsQuery.parse(YEAR))),
  page: async () => getCostsPage(db(), LEAD, parseCostView(YEAR, YEAR.to)),
};

/**
 * The report of a whole year, as the HTTP API sends it in each way of grouping, as a file of every run, and as the Costs page has
 * it, against one bare sum of the same bookings. The statement, with every term of every run, is measured and not held to the
 * limit: nobody waits for it on a page.
 */
export async function run(): Promise<{ ratio: number; ok: boolean; details: string; floorMs: number; oursMs: number }> {
  return withDatabase(async ({ url }) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await seedYear(client, RUNS);
    await client.end();
    Object.assign(process.env, { DATABASE_URL: url, ROWMILL_SECRET: 'only for measuring', LOG_LEVEL: 'error' });
    try {
      return summarize(await measureAll());
    } finally {
      await closePool();
    }
  });
}

async function report(by: string): Promise<string> {
  return JSON.stringify(await getCostReport(db(), LEAD, CostsQuery.parse({ ...YEAR, by })));
}

async function file(): Promise<number> {
  let bytes = 0;
  const whole = await getCostReport(db(), LEAD, CostsQuery.parse({ ...YEAR, by: 'run' }));
  for await (const piece of exportCosts(whole)) bytes += piece.length;
  return bytes;
}

/** The fastest of all rounds: a busy machine only makes it look slower. */
async function measureAll(): Promise<Map<string, number>> {
  const times = new Map(Object.keys(WORK).map((way) => [way, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, work] of Object.entries(WORK)) {
      const startedAt = performance.now();
      await work();
      times.get(way)?.push(performance.now() - startedAt);
    }
  }
  return new Map([...times].map(([way, all]) => [way, Math.min(...all)]));
}

function summarize(times: ReadonlyMap<string, number>) {
  const floorMs = times.get('floor') ?? 0;
  const ways = [...times].filter(([way]) => way !== 'floor');
  const oursMs = Math.max(...ways.filter(([way]) => way !== 'statement').map(([, ms]) => ms));
  const ratio = oursMs / floorMs;
  const each = ways.map(([way, ms]) => `${way} ${Math.round(ms)}`).join(', ');
  const details = `10 M rows, a year: ${each} ms (at most ${LIMIT_MS}), the bare sum ${Math.round(floorMs)} ms`;
  return { ratio, ok: ratio <= limit && oursMs <= LIMIT_MS, details, floorMs, oursMs };
}
