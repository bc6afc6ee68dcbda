import type { LedgerEntry, LiveEntry } from '#lib/sandbox/ledger.ts';
import { runSql } from './databases.ts';

/** Pico-dollars a token of gpt-4o-mini in a batch: half of $0.15 and $0.60 per million. Written out again, to judge ours. */
const INPUT_PICO_USD = 75_000n;
const OUTPUT_PICO_USD = 300_000n;

export type Verdict = {
  /** One sentence for every invariant that does not hold; none is a pass. */
  violations: string[];
  status: string;
  rows: Record<string, number>;
  batches: number;
  /** Batches the provider made beyond the first of a submission. */
  duplicates: number;
  costPicoUsd: bigint;
};

type Expected = {
  status: string;
  /** Batches the provider itself made twice from one call; they must have been stopped. */
  duplicatesByProvider?: number;
  /** What the provider answered at once, each request by itself. */
  live?: readonly LiveEntry[];
  /** Answers that the provider billed and a test took out of its files on their way, so that nobody here can know them. */
  spoiled?: { answers: number; inputTokens: number; outputTokens: number };
};

/** Compares what the database says of a run with the provider's own ledger. */
export async function judgeRun(
  databaseUrl: string,
  runId: string,
  ledger: readonly LedgerEntry[],
  expected: Expected,
): Promise<Verdict> {
  const [run] = await runSql(databaseUrl, RUN, [runId]);
  if (!run) throw new Error(`There is no run ${runId}.`);
  const batches = await runSql(databaseUrl, BATCHES, [runId]);
  const entries = ledger.filter((entry) => entry.metadata?.run === runId);
  const known = new Set(batches.map((batch) => batch.provider_id));
  const adopted = entries.filter((entry) => known.has(entry.batchId));
  const strays = entries.filter((entry) => !known.has(entry.batchId) && entry.completed > 0);
  // One that was refused at validation ran nothing: its file may be used for another.
  const accepted = entries.filter((entry) => entry.status !== 'failed' || entry.completed > 0);
  const submissions = new Set(accepted.map((entry) => entry.metadata?.submission));
  const duplicates = accepted.length - submissions.size;
  const spoiled = expected.spoiled ?? { answers: 0, inputTokens: 0, outputTokens: 0 };
  const now = nowOf(batches);
  const input = sum(adopted, (entry) => BigInt(entry.billedInputTokens)) - BigInt(spoiled.inputTokens) + now.input;
  const output = sum(adopted, (entry) => BigInt(entry.billedOutputTokens)) - BigInt(spoiled.outputTokens) + now.output;
  // What is asked for one by one costs twice as much.
  const cost = (input + now.input) * INPUT_PICO_USD + (output + now.output) * OUTPUT_PICO_USD;
  const rows = run.rows as Record<string, number>;
  const violations: string[] = [];
  const expect = (what: string, is: unknown, should: unknown) => {
    if (String(is) !== String(should)) violations.push(`${what}: ${is}, not ${should}`);
  };
  violations.push(...lossesOf(now, expected.live ?? []));
  const isLossAllowed = now.unsure > 0n && expected.status === 'succeeded';
  expect('status', run.status, isLossAllowed ? 'completed_with_failures' : expected.status);
  expect('notes of requests under way', run.notes, 0);
  expect('rows in the database', sum(Object.values(rows), BigInt), run.row_count);
  expect('rows still open', (rows.waiting ?? 0) + (rows.in_flight ?? 0), 0);
  expect('batches still open', batches.filter((batch) => !batch.finished).length, 0);
  expect('duplicate batches', duplicates, expected.duplicatesByProvider ?? 0);
  // A batch that the provider made twice by itself may have answered before it could be stopped; that is its bill, not a row's.
  if (!expected.duplicatesByProvider) expect('batches nobody knows of', strays.length, 0);
  const [booked] = await runSql(databaseUrl, DUPLICATES, [runId]);
  expect('duplicates still open', booked?.open, 0);
  expect('cost of the duplicates', booked?.cost, sum(strays, costOf));
  const read = sum(adopted, (entry) => BigInt(entry.completed)) - BigInt(spoiled.answers);
  // Where rows share requests, an answer is to several of them, and not to all in the end: their tokens say that none is lost.
  if (run.rows_per_request === 1) expect('answers accepted', run.answers, read + now.answers);
  expect('input tokens', run.input, input);
  expect('output tokens', run.output, output);
  expect('cost of the rows', run.cost ?? 0, cost);
  expect(
    'cost of the batches',
    sum(batches, (batch) => BigInt(String(batch.cost ?? 0))),
    cost,
  );
  return {
    violations,
    status: String(run.status),
    rows,
    batches: entries.length,
    duplicates,
    costPicoUsd: cost,
  };
}

type Now = { answers: bigint; input: bigint; output: bigint; unsure: bigint };

/** What is booked on rows that were asked for one by one. */
function nowOf(batches: readonly Record<string, unknown>[]): Now {
  const ones = batches.filter((batch) => batch.lane !== 'batch');
  const total = (name: string) => sum(ones, (batch) => BigInt(String(batch[name])));
  return { answers: total('answers'), input: total('input'), output: total('output'), unsure: total('unsure') };
}

/** No row is asked for twice; an answer that is on no row is one of those whose rows say that it may have been billed. */
function lossesOf(now: Now, live: readonly LiveEntry[]): string[] {
  const found: string[] = [];
  const twice = live.length - new Set(live.map((entry) => entry.body)).size;
  if (twice > 0) found.push(`${twice} requests were answered twice`);
  const lost = BigInt(live.length) - now.answers;
  if (lost < 0n || lost > now.unsure)
    found.push(`${live.length} were answered at once, ${now.answers} are on rows, and ${now.unsure} may be lost`);
  const [input, output] = [
    sum(live, (entry) => BigInt(entry.billedInputTokens)),
    sum(live, (entry) => BigInt(entry.billedOutputTokens)),
  ];
  if (lost === 0n && (input !== now.input || output !== now.output))
    found.push(`${input} and ${output} tokens were billed at once, not ${now.input} and ${now.output}`);
  return found;
}

const RUN = `
select r."status"::text as status, r."rowCount" as row_count, r."rowsPerRequest" as rows_per_request, i.rows, i.input, i.output, i.cost::text as cost, i.answers, n.notes
from "run" r, lateral (
  select coalesce(json_object_agg(s.status, s.count), '{}'::json) as rows, coalesce(sum(s.input), 0)::text as input,
    coalesce(sum(s.output), 0)::text as output, sum(s.cost) as cost,
    coalesce(sum(s.sent) filter (where s.status = 'succeeded'), 0)::int as answers
  from (
    select "status"::text as status, count(*)::int as count, sum("inputTokens") as input, sum("outputTokens") as output,
      sum("costPicoUsd") as cost, count(*) filter (where "sameAs" is null) as sent
    from "item" where "runId" = r."id" group by 1
  ) s
) i, lateral (
  select count(*)::int as notes from "sent_request" s join "batch" b on b."id" = s."batchId" where b."runId" = r."id"
) n
where r."id" = $1`;

const BATCHES = `
select "providerBatchId" as provider_id, "finishedAt" is not null as finished, "costPicoUsd"::text as cost,
  "lane"::text as lane, "succeeded" as answers, "inputTokens"::text as input, "outputTokens"::text as output, "unsureAnswers" as unsure
from "batch" where "runId" = $1`;

const DUPLICATES = `
select coalesce(sum("costPicoUsd"), 0)::text as cost, count(*) filter (where "bookedAt" is null)::int as open
from "duplicate_batch" where "runId" = $1`;

function costOf({ billedInputTokens, billedOutputTokens }: LedgerEntry): bigint {
  return BigInt(billedInputTokens) * INPUT_PICO_USD + BigInt(billedOutputTokens) * OUTPUT_PICO_USD;
}

function sum<T>(list: readonly T[], amountOf: (one: T) => bigint): bigint {
  return list.reduce((total, one) => total + amountOf(one), 0n);
}
