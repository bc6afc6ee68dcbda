import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { type Databases, runSql, startDatabases } from './stage/databases.ts';
import { judgeRun } from './stage/judge.ts';
import { doAsPerson, type Place, startWorker } from './stage/processes.ts';
import { type Interceptor, startProvider } from './stage/provider.ts';
import { untilRun } from './stage/run-stage.ts';
import type { Tortured } from './stage/tortured.ts';

export const name = '1,000 creates whose answer says nothing';
const CREATES = Number(process.env.TORTURE_CREATES ?? 1_000);
const CREATES_IN_A_RUN = 50;
const PARALLEL = 2;
/** Time runs twenty times as fast: ten minutes of looking are thirty seconds, and a list lags up to six seconds, not 120. */
const SCALE = 20;
const RESOLVE_SECONDS = 600 / SCALE;
const LONGEST_LAG_MS = 120_000 / SCALE;
/** A quarter of an hour, scaled, with the time two busy cores need for the looking itself. */
const LONGEST_UNKNOWN_SECONDS = 900 / SCALE + 30;
const PATIENCE_MS = 10 * 60_000;

/** What becomes of a create; the first part is whether the batch is made. */
const WAYS = [
  'made-drop',
  'made-500',
  'made-503',
  'made-truncated',
  'made-html',
  'made-408',
  'lost-drop',
  'lost-500',
] as const;
type Way = (typeof WAYS)[number];

/** Every batch's first create ends in doubt, in eight ways in turn, while the provider's list lags. One worker is killed on the way. */
export async function run(say: (sentence: string) => void): Promise<Tortured> {
  const databases = await startDatabases();
  const waiting = Array.from({ length: Math.ceil(CREATES / CREATES_IN_A_RUN) }, (_, index) => index);
  const runs: Awaited<ReturnType<typeof tortureRun>>[] = [];
  try {
    const work = async () => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        runs.push(await tortureRun(databases, index));
        say(`${runs.length * CREATES_IN_A_RUN} creates judged.`);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
  } finally {
    await databases.close();
  }
  const slowest = Math.max(...runs.map((one) => one.longestUnknownSeconds));
  const violations = runs.flatMap((one) => one.violations);
  if (slowest > LONGEST_UNKNOWN_SECONDS) violations.push(`a submission was unknown for ${slowest.toFixed(1)} s`);
  return {
    figures: {
      'ambiguous creates': runs.reduce((sum, one) => sum + one.ambiguous, 0),
      'batches at the provider': runs.reduce((sum, one) => sum + one.batches, 0),
      'duplicate batches': runs.reduce((sum, one) => sum + one.duplicates, 0),
      'longest in doubt': `${slowest.toFixed(1)} s (scaled ${SCALE} times)`,
    },
    violations,
  };
}

async function tortureRun(databases: Databases, index: number) {
  let ambiguous = 0;
  const faults = { listLagMs: (LONGEST_LAG_MS * (index % 5)) / 4 };
  const provider = await startProvider({
    pace: INSTANT_PACE,
    faults,
    intercept: makeDoubtful(() => {
      ambiguous += 1;
    }),
  });
  const database = await databases.make();
  const settings = { RESOLVE_SECONDS: String(RESOLVE_SECONDS) };
  const place: Place = { databaseUrl: database.url, providerUrl: provider.url, settings };
  const input = { batch: { maxRequests: 1 } };
  const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rowCount: CREATES_IN_A_RUN, input });
  let worker = startWorker(place);
  try {
    const at = { databaseUrl: database.url, runId };
    await untilRun(at, ({ batches, isOver }) => isOver || (batches.unknown ?? 0) > 5, PATIENCE_MS);
    await worker.kill();
    worker = startWorker(place);
    await untilRun(at, ({ isOver }) => isOver, PATIENCE_MS);
    const verdict = await judgeRun(database.url, runId, await provider.ledger(), { status: 'succeeded' });
    const [longest] = await runSql(database.url, LONGEST_UNKNOWN, [runId]);
    return { ...verdict, ambiguous, longestUnknownSeconds: Number(longest?.seconds ?? 0) };
  } finally {
    await worker.kill();
    await provider.close();
    await database.drop();
  }
}

/** From the event of the doubt to the next of the same batch. */
const LONGEST_UNKNOWN = `
select max(extract(epoch from next - at)) as seconds from (
  select "message", "at", lead("at") over (partition by "batchId" order by "id") as next from "run_event" where "runId" = $1
) e where "message" like '%no clear answer%'`;

function makeDoubtful(count: () => void): Interceptor {
  let nth = 0;
  const seen = new Set<string>();
  return async (request, pass) => {
    if (request.method !== 'POST' || !new URL(request.url).pathname.endsWith('/batches')) return pass(request);
    const text = await request.text();
    const again = new Request(request.url, { method: 'POST', headers: request.headers, body: text });
    const batch = (JSON.parse(text) as { metadata: { batch: string } }).metadata.batch;
    if (seen.has(batch)) return pass(again);
    seen.add(batch);
    count();
    const way = WAYS[nth++ % WAYS.length] ?? 'made-drop';
    return doubtful(way, way.startsWith('made') ? await pass(again) : null);
  };
}

async function doubtful(way: Way, made: Response | null): Promise<Response> {
  if (way.endsWith('drop')) return Response.error();
  if (way === 'made-html')
    return new Response('<html>A proxy was here.</html>', { headers: { 'content-type': 'text/html' } });
  if (way === 'made-truncated')
    return new Response((await made?.text())?.slice(0, 40), { headers: { 'content-type': 'application/json' } });
  const status = Number(way.slice(-3));
  return Response.json({ error: { message: 'Something went wrong.', type: 'server_error' } }, { status });
}
