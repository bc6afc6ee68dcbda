import 'server-only';
import type { PoolClient } from 'pg';
import { AppError } from '#lib/errors.ts';
import { withTransaction } from '#lib/platform/db/pool.ts';
import { failPoint } from '#lib/platform/fail-point.ts';

/** One row's answer, judged: `cause` is null for a success. Amounts are pico-dollars as decimal text, null when the price is unknown. */
export type JudgedAnswer = {
  rowIndex: number;
  cause: string | null;
  transient: boolean;
  message: string | null;
  outputs: readonly string[] | null;
  rawAnswer: string | null;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costPicoUsd: string | null;
  realtimePicoUsd: string | null;
  /** Priced as a long request. */
  isLong: boolean;
  /** Billed, and the provider did not say for how many tokens. */
  isUnpriced: boolean;
  /** Paid at the real-time price. */
  isRealtime?: boolean;
};

/**
 * The tokens of answers, apart by what they are priced by, and of which of them. An answer that
 * was not taken into its row is in none.
 */
const KINDS = [
  { kind: 'usable', are: 'usable', isCounted: false },
  { kind: 'long', are: 'long and not now', isCounted: true },
  { kind: 'longUsable', are: 'long and usable', isCounted: false },
  { kind: 'now', are: 'now', isCounted: true },
  { kind: 'longNow', are: 'long and now', isCounted: true },
];

const TOKENS = { InputTokens: 'input', CachedInputTokens: 'cached', OutputTokens: 'output' };

function addedKinds(): string {
  const columns = KINDS.flatMap(({ kind, isCounted }) => [
    ...(isCounted ? [`${kind}Requests`] : []),
    ...Object.keys(TOKENS).map((tokens) => `${kind}${tokens}`),
  ]);
  return columns.map((column) => `"${column}" = b."${column}" + t."${column}"`).join(', ');
}

function sumsOfKinds(): string {
  return KINDS.flatMap(({ kind, are, isCounted }) => [
    ...(isCounted ? [`count(*) filter (where ${are})::int as "${kind}Requests"`] : []),
    ...Object.entries(TOKENS).map(
      ([tokens, column]) => `coalesce(sum(${column}) filter (where ${are}), 0) as "${kind}${tokens}"`,
    ),
  ]).join(', ');
}

const APPLY = `
with answers as (
  select * from unnest($3::int[], $4::text[], $5::bool[], $6::text[], $7::text[], $8::text[], $9::int[], $10::int[], $11::int[], $12::bigint[], $13::bigint[], $14::bool[], $17::bool[], $18::bool[])
    as a(row, cause, transient, message, outputs, raw, input, cached, output, cost, realtime, unpriced, long, now)
), applied as (
  update "item" i set
    "status" = (case when a.cause is null then 'succeeded'
                     when a.cause = 'canceled' and $15 then 'canceled'
                     when a.cause = 'canceled' and $16 then 'waiting'
                     when a.transient and i."attemptsLeft" > 1 and not $15 then 'waiting'
                     else 'failed' end)::"ItemStatus",
    "attempts" = i."attempts" + (case when a.cause = 'canceled' and $16 then 0 else 1 end),
    "attemptsLeft" = i."attemptsLeft" - (case when a.cause = 'canceled' and $16 then 0 else 1 end),
    "inputTokens" = i."inputTokens" + a.input,
    "cachedInputTokens" = i."cachedInputTokens" + a.cached,
    "outputTokens" = i."outputTokens" + a.output,
    "costPicoUsd" = case when a.cost is null then i."costPicoUsd" else coalesce(i."costPicoUsd", 0) + a.cost end,
    "realtimePicoUsd" = case when a.realtime is null then i."realtimePicoUsd" else coalesce(i."realtimePicoUsd", 0) + a.realtime end,
    "outputs" = coalesce(a.outputs::text[], i."outputs"),
    "rawAnswer" = a.raw,
    "cause" = a.cause,
    "errorMessage" = a.message
  from answers a
  where i."runId" = $1 and i."rowIndex" = a.row and i."batchId" = $2 and i."status" = 'in_flight' and i."sameAs" is null
  returning i."status", a.cause = 'canceled' and $16 as recalled, a.input, a.cached, a.output, a.cost, a.realtime, a.unpriced,
    a.long, a.now, a.cause is null and not a.now as usable
)
update "batch" b set
  "succeeded" = b."succeeded" + t.ok, "failed" = b."failed" + t.bad,
  "inputTokens" = b."inputTokens" + t.input, "cachedInputTokens" = b."cachedInputTokens" + t.cached,
  "outputTokens" = b."outputTokens" + t.output, "unpricedAnswers" = b."unpricedAnswers" + t.unpriced,
  "billedAnswers" = coalesce(b."billedAnswers", 0) + t.billed,
  ${addedKinds()},
  "costPicoUsd" = case when t.cost is null then b."costPicoUsd" else coalesce(b."costPicoUsd", 0) + t.cost end,
  "realtimePicoUsd" = case when t.realtime is null then b."realtimePicoUsd" else coalesce(b."realtimePicoUsd", 0) + t.realtime end
from (
  select count(*)::int as n, count(*) filter (where "status" = 'succeeded')::int as ok,
    count(*) filter (where "status" not in ('succeeded', 'canceled') and recalled is not true)::int as bad,
    count(*) filter (where unpriced)::int as unpriced,
    count(*) filter (where input > 0 and not now)::int as billed,
    coalesce(sum(input), 0) as input, coalesce(sum(cached), 0) as cached, coalesce(sum(output), 0) as output,
    ${sumsOfKinds()},
    sum(cost)::bigint as cost, sum(realtime)::bigint as realtime
  from applied
) t
where b."id" = $2
returning t.n`;

/** Rows that were answered and are not of this batch: what was applied before still is. */
const COUNT_STRANGERS = `
select count(*)::int as n from unnest($3::int[]) as a(row)
where not exists (select from "item" i where i."runId" = $1 and i."rowIndex" = a.row and i."batchId" = $2 and i."sameAs" is null)`;

/**
 * Gives what a row was answered to those that asked the same. They were not sent, so they cost nothing; what the answers among
 * it would have cost once more is booked on the batch, beside what was paid.
 */
const SHARE = `
with answers as (
  select * from unnest($3::int[], $4::bigint[]) as a(row, cost)
), shared as (
  update "item" i set
    "status" = l."status", "attempts" = l."attempts", "attemptsLeft" = l."attemptsLeft",
    "costPicoUsd" = coalesce(i."costPicoUsd", a.cost - a.cost), "realtimePicoUsd" = coalesce(i."realtimePicoUsd", a.cost - a.cost),
    "outputs" = l."outputs", "rawAnswer" = l."rawAnswer", "cause" = l."cause", "errorMessage" = l."errorMessage"
  from "item" l join answers a on a.row = l."rowIndex"
  where l."runId" = $1 and l."batchId" = $2 and l."status" <> 'in_flight'
    and i."runId" = $1 and i."batchId" = $2 and i."status" = 'in_flight' and i."sameAs" is not null and i."sameAs" = l."rowIndex"
  returning i."status", a.cost
)
update "batch" b set
  "unsentRows" = b."unsentRows" + t.n,
  "unsentPicoUsd" = case when t.cost is null then b."unsentPicoUsd" else coalesce(b."unsentPicoUsd", 0) + t.cost end
from (select count(*)::int as n, sum(cost)::bigint as cost from shared where "status" = 'succeeded') t
where b."id" = $2 and t.n > 0`;

/**
 * Locks the batch while it is being read. Before the table's statistics know a run, the database may take its items for few
 * and go through all answers for each of them; without nested loops it cannot.
 */
const HOLD = `select set_config('enable_nestloop', 'off', true) from "batch" where "id" = $1 and "status" = 'ingesting' for update`;

/** The same for a batch whose requests are sent one by one: only who holds it may write. */
const HOLD_ANSWERING = `select from "batch" where "id" = $1 and "status" = 'answering' and "holder" = $2 for update`;

/** Each answer is to a request that was noted as sent; with its note goes the right to answer it. */
const SETTLE_SENT = `delete from "sent_request" where "batchId" = $1 and "rowIndex" = any($2::int[])`;

const BOOK_NOW = `
update "batch" set "nowPicoUsd" = "nowPicoUsd" + $2::bigint, "unsureAnswers" = "unsureAnswers" + $3::int where "id" = $1`;

export type AnswerOptions = {
  runIsCanceling: boolean;
  /** Rows that the provider was asked not to answer go out again another way: that was no attempt. */
  isRecalled?: boolean;
  /** Whether rows of the run share requests. */
  hasSameRows: boolean;
  /** Who sends the requests of this batch one by one; none for one whose answers come in files. */
  holder?: string;
};

/**
 * Writes answers to their items, and to those that asked the same, and adds them to the batch's totals, in one transaction. An item that has an answer from
 * this batch already keeps it and adds nothing, so the same answers may be applied any number of times. Returns how many
 * answers are to rows that are not of this batch; they change nothing.
 * @throws AppError `conflict` when the batch is no longer being read: a worker that slept must not write.
 */
export async function applyAnswers(
  batch: { id: string; runId: string },
  answers: readonly JudgedAnswer[],
  options: AnswerOptions,
): Promise<number> {
  return withTransaction(async (connection) => {
    failPoint('answers.before-hold');
    const held = await (options.holder === undefined
      ? connection.query(HOLD, [batch.id])
      : connection.query(HOLD_ANSWERING, [batch.id, options.holder]));
    if (held.rowCount !== 1) throw new AppError('conflict', 'This batch is no longer being read.');
    if (options.holder !== undefined) await settleSent(connection, batch.id, answers);
    failPoint('answers.before-write');
    const columns = columnsOf(answers);
    const applied = await connection.query<{ n: number }>(APPLY, [
      batch.runId,
      batch.id,
      ...columns,
      options.runIsCanceling,
      options.isRecalled ?? false,
      plainArray(answers.map((a) => a.isLong)),
      plainArray(answers.map((a) => a.isRealtime ?? false)),
    ]);
    if (options.holder !== undefined) await bookNow(connection, batch.id, answers);
    if (options.hasSameRows) {
      failPoint('answers.before-share');
      await connection.query(SHARE, [batch.runId, batch.id, columns[0], columns[COST_COLUMN]]);
    }
    const isWhole = applied.rows[0]?.n === answers.length;
    const strangers = isWhole
      ? null
      : await connection.query<{ n: number }>(COUNT_STRANGERS, [batch.runId, batch.id, columns[0]]);
    failPoint('answers.before-commit');
    return strangers?.rows[0]?.n ?? 0;
  });
}

async function settleSent(connection: PoolClient, batchId: string, answers: readonly JudgedAnswer[]): Promise<void> {
  const settled = await connection.query(SETTLE_SENT, [batchId, answers.map((answer) => answer.rowIndex)]);
  if (settled.rowCount !== answers.length) throw new AppError('conflict', 'Somebody else settled these requests.');
}

async function bookNow(connection: PoolClient, batchId: string, answers: readonly JudgedAnswer[]): Promise<void> {
  const nowPicoUsd = answers.reduce((sum, one) => sum + (one.isRealtime ? BigInt(one.costPicoUsd ?? 0) : 0n), 0n);
  const lost = answers.filter((answer) => answer.cause === 'answer_lost').length;
  if (nowPicoUsd > 0n || lost > 0) await connection.query(BOOK_NOW, [batchId, String(nowPicoUsd), lost]);
}

/** Where `columnsOf` has what the answers cost. */
const COST_COLUMN = 9;

/** The answers by column, each one array as PostgreSQL reads it: the driver would look at every element again. */
function columnsOf(answers: readonly JudgedAnswer[]): string[] {
  return [
    plainArray(answers.map((a) => a.rowIndex)),
    textArray(answers.map((a) => a.cause)),
    plainArray(answers.map((a) => a.transient)),
    textArray(answers.map((a) => a.message)),
    // Arrays of arrays must be even, so each row's values travel as one text.
    textArray(answers.map((a) => a.outputs && textArray(a.outputs))),
    textArray(answers.map((a) => a.rawAnswer)),
    plainArray(answers.map((a) => a.inputTokens)),
    plainArray(answers.map((a) => a.cachedInputTokens)),
    plainArray(answers.map((a) => a.outputTokens)),
    plainArray(answers.map((a) => a.costPicoUsd ?? 'NULL')),
    plainArray(answers.map((a) => a.realtimePicoUsd ?? 'NULL')),
    plainArray(answers.map((a) => a.isUnpriced)),
  ];
}

/** Of whole numbers, also as text, or truth values. */
function plainArray(values: readonly (number | boolean | string)[]): string {
  return `{${values.join(',')}}`;
}

function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
