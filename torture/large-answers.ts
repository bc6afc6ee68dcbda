import fs from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { toWebStream } from '#lib/sandbox/web-streams.ts';
import { runSql, startDatabases } from './stage/databases.ts';
import { judgeRun } from './stage/judge.ts';
import { doAsPerson, type Place, startWorker } from './stage/processes.ts';
import { type Interceptor, startProvider } from './stage/provider.ts';
import { untilRun } from './stage/run-stage.ts';
import type { Tortured } from './stage/tortured.ts';

export const name = 'a result file of 300 MB, one answer of it 5 MB, read in flat memory';
const ROWS = 50_000;
const ANSWER_CHARS = 6_000;
const HUGE_CHARS = 5_000_000;
const PATIENCE_MS = 10 * 60_000;
const LOOK_MS = 50;
/** The worker's heap is smaller than the file: it would end, were the file or a good part of it held. */
const HEAP_MB = 192;
/** What reading may add to what the worker holds before: a heap that fills up, and bytes on their way in and out. */
const GROWTH_LIMIT_MB = 300;

/** One batch whose answers are made long on their way; the worker's memory is looked at all the while. */
export async function run(): Promise<Tortured> {
  const databases = await startDatabases();
  const sizes: number[] = [];
  const provider = await startProvider({
    pace: INSTANT_PACE,
    intercept: lengthenAnswers((bytes) => void sizes.push(bytes)),
  });
  const database = await databases.make();
  const settings = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` };
  const place: Place = { databaseUrl: database.url, providerUrl: provider.url, settings };
  const { runId } = await doAsPerson<{ runId: string }>(place, 'launch', { rowCount: ROWS });
  const at = { databaseUrl: database.url, runId };
  const worker = startWorker(place);
  try {
    await untilRun(at, ({ batches, isOver }) => isOver || (batches.ingesting ?? 0) > 0, PATIENCE_MS);
    const beforeMb = residentMb(worker.pid);
    const peakMb = await peakUntil(
      worker.pid,
      untilRun(at, ({ isOver }) => isOver, PATIENCE_MS),
    );
    const isAlive = worker.isAlive();
    const verdict = await judgeRun(database.url, runId, await provider.ledger(), { status: 'succeeded' });
    const [answers] = await runSql(database.url, ANSWERS, [runId]);
    const fileMb = Math.max(0, ...sizes) / 1_000_000;
    const isWhole = answers?.short === 0 && answers.longest > HUGE_CHARS;
    return {
      figures: {
        rows: ROWS,
        'result file': `${fileMb.toFixed(0)} MB`,
        'longest answer': `${(Number(answers?.longest) / 1_000_000).toFixed(1)} MB`,
        'memory before, at most': `${beforeMb.toFixed(0)} MB, ${peakMb.toFixed(0)} MB, with a heap of ${HEAP_MB} MB`,
      },
      violations: [
        ...verdict.violations,
        ...(fileMb >= 300 ? [] : [`the file had only ${fileMb.toFixed(0)} MB`]),
        ...(isWhole ? [] : [`${answers?.short} answers are too short, the longest has ${answers?.longest} characters`]),
        ...limit('reading added', peakMb - beforeMb, GROWTH_LIMIT_MB),
        ...(isAlive ? [] : ['the worker did not survive']),
      ],
    };
  } finally {
    await worker.kill();
    await provider.close();
    await databases.close();
  }
}

/** The most that a process held until something comes about. */
async function peakUntil(pid: number, reached: Promise<unknown>): Promise<number> {
  let peakMb = residentMb(pid);
  const isReached = reached.then(() => true);
  while (!(await Promise.race([isReached, sleep(LOOK_MS, false)]))) peakMb = Math.max(peakMb, residentMb(pid));
  return peakMb;
}

function limit(what: string, isMb: number, mostMb: number): string[] {
  return isMb <= mostMb ? [] : [`${what} ${isMb.toFixed(0)} MB of memory, not ${mostMb} at most`];
}

const ANSWERS = `
select count(*) filter (where length("outputs"[1]) < ${ANSWER_CHARS})::int as short, max(length("outputs"[1])) as longest
from "item" where "runId" = $1`;

function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb ?? 0) / 1024;
}

/** Puts words before every answer, a line at a time: this process must not be what runs out of memory. */
function lengthenAnswers(noteSize: (bytes: number) => void): Interceptor {
  return async (request, pass) => {
    const [, id, content] = /\/files\/([^/]+)(\/content)?$/.exec(new URL(request.url).pathname) ?? [];
    if (request.method !== 'GET' || id === undefined) return pass(request);
    const original = new Request(content ? request.url : `${request.url}/content`, { headers: request.headers });
    const response = await pass(original);
    if (!response.ok) return response;
    const lines = (await response.text()).trimEnd().split('\n');
    if (content) return new Response(toWebStream(Readable.from(longLines(lines))));
    let bytes = 0;
    for (const line of longLines(lines)) bytes += line.byteLength;
    noteSize(bytes);
    const file: Record<string, unknown> = await (await pass(request)).json();
    return Response.json({ ...file, bytes });
  };
}

const WORDS = 'long answer ';

function* longLines(lines: readonly string[]): Generator<Uint8Array> {
  const usual = WORDS.repeat(ANSWER_CHARS / WORDS.length);
  const huge = WORDS.repeat(Math.ceil(HUGE_CHARS / WORDS.length));
  for (const [index, line] of lines.entries())
    yield Buffer.from(`${line.replace('"content":"', `"content":"${index === 7 ? huge : usual}`)}\n`);
}
