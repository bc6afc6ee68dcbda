import { setTimeout as sleep } from 'node:timers/promises';
import { runSql } from './databases.ts';

const OVER = ['succeeded', 'completed_with_failures', 'failed', 'canceled'];
const LOOK_MS = 250;

export type RunState = { status: string; isOver: boolean; settled: number; batches: Record<string, number> };

/** Where a run stands by the database alone. Null while the database is away. */
export async function findRunState(databaseUrl: string, runId: string): Promise<RunState | null> {
  const [row] = await runSql(databaseUrl, STATE, [runId]).catch(() => []);
  if (!row) return null;
  const status = String(row.status);
  return {
    status,
    isOver: OVER.includes(status),
    settled: Number(row.settled),
    batches: row.batches as Record<string, number>,
  };
}

const STATE = `
select r."status"::text as status,
  (select coalesce(sum("succeeded" + "failed"), 0)::int from "batch" where "runId" = $1) as settled,
  (select coalesce(json_object_agg(s.status, s.count), '{}'::json)
   from (select "status"::text as status, count(*)::int as count from "batch" where "runId" = $1 group by 1) s) as batches
from "run" r where r."id" = $1`;

/** Waits until the run is where it should be, or throws with its state. */
export async function untilRun(
  place: { databaseUrl: string; runId: string },
  isThere: (state: RunState) => boolean,
  patienceMs: number,
): Promise<RunState> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const state = await findRunState(place.databaseUrl, place.runId);
    if (state && isThere(state)) return state;
    if (performance.now() > giveUpAt) throw new Error(`The run did not get there: ${JSON.stringify(state)}`);
    await sleep(LOOK_MS);
  }
}
