import 'server-only';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { ItemStatus, RunStatus } from '#lib/platform/db/generated/enums.ts';
import { log } from '#lib/platform/log.ts';
import { type Booked, type Dispute, differencesIn, type RunAccount } from '#lib/runs/run-account.ts';
import { addRunEvent } from './run-events.ts';

const RUNS_A_SWEEP = 20;
/** Counting a run of a million rows takes one to two seconds; what is left is the first to be checked next time. */
const BUDGET_MS = 5_000;

/** So that counting neither takes the cores that answer people nor holds a connection for long. */
const CHECK_TRANSACTION = { timeout: 60_000, maxWait: 15_000 };

type Place = { id: string; workspaceId: string };

/**
 * Counts what the database keeps counted: the items of runs that are going on, or were until a day ago, against their
 * counters and against what their batches booked. The least recently checked come first, until the time is up. The smallest
 * difference is an alarm in the run's log and an error in ours. Returns how many runs were checked.
 */
export async function checkConservation(budgetMs = BUDGET_MS): Promise<number> {
  const until = performance.now() + budgetMs;
  let checked = 0;
  for (const run of await listDueRuns()) {
    if (checked > 0 && performance.now() > until) break;
    await checkRun(run);
    checked += 1;
  }
  return checked;
}

/** An open run every five minutes, one that is over right after its end and then every hour for a day. */
async function listDueRuns(): Promise<Place[]> {
  return db().$queryRaw<Place[]>`
    select r."id", r."workspaceId" from "run" r left join "run_check" c on c."runId" = r."id"
    where r."plannedAt" is not null and (r."finishedAt" is null or r."finishedAt" > now() - interval '1 day')
      and (c."checkedAt" is null or c."checkedAt" < r."finishedAt"
        or c."checkedAt" < now() - (case when r."finishedAt" is null then interval '5 minutes' else interval '1 hour' end))
    order by c."checkedAt" nulls first, r."createdAt" limit ${RUNS_A_SWEEP}`;
}

/** Compares one run's account and notes what was found, once for as long as it stays the same. */
export async function checkRun(run: Place): Promise<string | null> {
  return db().$transaction(async (tx) => {
    const account = await findAccount(tx, run.id);
    if (!account) return null;
    const difference = differencesIn(account).join(' ') || null;
    const before = await tx.runCheck.findUnique({ where: { runId: run.id }, select: { difference: true } });
    const note = { checkedAt: now(), difference };
    await tx.runCheck.upsert({ where: { runId: run.id }, create: { runId: run.id, ...note }, update: note });
    if (difference !== null) {
      log().error({ runId: run.id, difference }, 'The rows of a run do not add up.');
      if (difference !== before?.difference) await addRunEvent(tx, placeOf(run), 'alarm', alarmOf(difference));
    } else if (before?.difference) {
      await addRunEvent(tx, placeOf(run), 'trouble', 'The rows of this run add up again.');
    }
    return difference;
  }, CHECK_TRANSACTION);
}

function placeOf({ id, workspaceId }: Place) {
  return { workspaceId, runId: id };
}

function alarmOf(difference: string): string {
  return `This run does not add up. ${difference} Tell whoever looks after Rowmill, with this log; trust no total of this run until it is explained.`;
}

type AccountRow = {
  status: RunStatus;
  rowCount: number;
  counters: Partial<Record<ItemStatus, number>>;
  items: Partial<Record<ItemStatus, number>>;
  strayItems: number;
  strandedItems: number;
  partedItems: number;
  bookedOnItems: BookedRow;
  bookedOnBatches: BookedRow;
  disputes: { batchNumber: number; tokens: Dispute['tokens']; booked: string; reported: string }[];
};
type BookedRow = Record<keyof Booked, string>;

/** Sums as text: they are larger than JSON's numbers are exact. */
const bookedAsJson = Prisma.sql`json_build_object(
  'succeeded', coalesce(succeeded, 0)::text, 'unsentRows', coalesce(unsent, 0)::text, 'inputTokens', coalesce(input, 0)::text,
  'cachedInputTokens', coalesce(cached, 0)::text, 'outputTokens', coalesce(output, 0)::text,
  'costPicoUsd', coalesce(cost, 0)::text, 'realtimePicoUsd', coalesce(realtime, 0)::text)`;

/** One statement and so one view: what moves while it counts is in every number or in none. Null for a run that is gone. */
async function findAccount(tx: Tx, runId: string): Promise<RunAccount | null> {
  await tx.$executeRaw`set local max_parallel_workers_per_gather = 0`;
  const [row] = await tx.$queryRaw<AccountRow[]>`
    with per_status as (
      select "status", count(*)::int as n, count("sameAs")::int as shared, count("reusedRunId")::int as reused,
        sum((not exists (select from "run" r where r."id" = ${runId} and case when cardinality(r."pickedRows") > 0
          then "rowIndex" = any(r."pickedRows") else "rowIndex" >= 0 and "rowIndex" < r."rowCount" end))::int)::int as stray,
        sum("inputTokens") as input, sum("cachedInputTokens") as cached, sum("outputTokens") as output,
        sum("costPicoUsd") as cost, sum("realtimePicoUsd") as realtime
      from "item" where "runId" = ${runId} group by 1
    ), booked as (
      select sum("succeeded") as succeeded, coalesce(sum("unsentRows"), 0) + (select "reusedRows" from "run" where "id" = ${runId}) as unsent, sum("inputTokens") as input, sum("cachedInputTokens") as cached,
        sum("outputTokens") as output, sum("costPicoUsd") as cost, sum("realtimePicoUsd") as realtime
      from "batch" where "runId" = ${runId}
    ), held as (
      select sum(n - shared - reused) filter (where "status" = 'succeeded') as succeeded,
        sum(shared + reused) filter (where "status" = 'succeeded') as unsent, sum(input) as input, sum(cached) as cached,
        sum(output) as output, sum(cost) as cost, sum(realtime) as realtime
      from per_status
    )
    select r."status"::text as "status", r."rowCount",
      (select coalesce(json_object_agg("status", "count"), '{}') from "run_counter" where "runId" = r."id") as "counters",
      (select coalesce(json_object_agg("status", n), '{}') from per_status) as "items",
      (select coalesce(sum(stray), 0)::int from per_status) as "strayItems",
      (select count(*)::int from "item" i left join "batch" b on b."id" = i."batchId"
        where i."runId" = r."id" and i."status" = 'in_flight' and (b."id" is null or b."finishedAt" is not null)) as "strandedItems",
      (select count(*)::int from "item" i left join "item" l on l."runId" = i."runId" and l."rowIndex" = i."sameAs" and l."sameAs" is null
        where i."runId" = r."id" and i."sameAs" is not null and (l."status" is distinct from i."status"
          or l."batchId" is distinct from i."batchId" or l."attempts" <> i."attempts" or l."cause" is distinct from i."cause")) as "partedItems",
      (select ${bookedAsJson} from held) as "bookedOnItems",
      (select ${bookedAsJson} from booked) as "bookedOnBatches",
      ${disputesAsJson(runId)} as "disputes"
    from "run" r where r."id" = ${runId} and r."plannedAt" is not null`;
  if (!row) return null;
  return {
    ...row,
    bookedOnItems: bookedOf(row.bookedOnItems),
    bookedOnBatches: bookedOf(row.bookedOnBatches),
    disputes: row.disputes.map((one) => ({ ...one, booked: BigInt(one.booked), reported: BigInt(one.reported) })),
  };
}

/**
 * What a provider adds up to for a batch, where that is not what its answers were booked with. Answers that came without their
 * tokens, that never came, or that belong to no row are in its sum and in none of ours: with them, more than we booked is no
 * surprise, and the run says so already.
 */
function disputesAsJson(runId: string): Prisma.Sql {
  return Prisma.sql`(select coalesce(json_agg(json_build_object('batchNumber', b."number", 'tokens', t.tokens,
      'booked', t.booked::text, 'reported', t.reported::text) order by b."number", t.place), '[]')
    from "batch" b, lateral (values (1, 'inputTokens', b."inputTokens", b."reportedInputTokens"),
      (2, 'cachedInputTokens', b."cachedInputTokens", b."reportedCachedInputTokens"),
      (3, 'outputTokens', b."outputTokens", b."reportedOutputTokens")) t(place, tokens, booked, reported)
    where b."runId" = ${runId} and b."finishedAt" is not null and t.booked <> t.reported
      and (t.booked > t.reported
        or b."unpricedAnswers" + b."unsureAnswers" + b."unknownAnswers" + b."repeatedAnswers" = 0))`;
}

function bookedOf(row: BookedRow): Booked {
  return {
    succeeded: BigInt(row.succeeded),
    unsentRows: BigInt(row.unsentRows),
    inputTokens: BigInt(row.inputTokens),
    cachedInputTokens: BigInt(row.cachedInputTokens),
    outputTokens: BigInt(row.outputTokens),
    costPicoUsd: BigInt(row.costPicoUsd),
    realtimePicoUsd: BigInt(row.realtimePicoUsd),
  };
}
