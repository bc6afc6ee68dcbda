import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { Price } from '#lib/pricing/schema.ts';
import { addDays, type Period, startOf } from '#lib/reports/period.ts';
import type { RunBookings, Tokens } from '#lib/reports/statement-line.ts';
import { type CostScope, filtersOf, sandboxesOf, TEMPLATES_OF_RUNS } from './cost-scope.ts';

/** Sums as text: JSON's numbers are not exact beyond nine quadrillion, and the driver makes slow objects of them. */
type BookingsRow = {
  run: string;
  name: string;
  connection: string;
  simulated: boolean;
  model: string;
  price: string | null;
  requests: number;
  long_requests: number;
  now_requests: number;
  long_now_requests: number;
  tokens: string[];
  batch: string | null;
  now: string;
  realtime: string | null;
  duplicate: string;
  unknown: number;
  unsent_rows: number;
  unsent: string | null;
};

/** Three sums each, in the order of `BookingsRow.tokens`. */
const KINDS = ['all', 'usable', 'long', 'longUsable', 'now', 'longNow', 'duplicate', 'longDuplicate'] as const;

/**
 * What was booked in a period on every run, apart by what it is priced by; the dearest first. It is the same that the report
 * adds up, so its sums are the report's.
 */
export async function listRunBookings(db: Db, scope: CostScope, period: Period): Promise<RunBookings[]> {
  const tokens = KINDS.flatMap((kind) =>
    ['input', 'cached', 'output'].map((one) => Prisma.raw(`sum(c."${kind}_${one}")`)),
  );
  const rows = await db.$queryRaw<BookingsRow[]>`
    with charge as (${bookingsOf(scope.workspaceId, period)}), ${sandboxesOf(scope.workspaceId)}
    select r."id" as "run", r."name", n."name" as "connection", n."kind" = 'sandbox' as "simulated", r."model", r."price"::text,
      s.requests, s.long_requests, s.now_requests, s.long_now_requests, s.tokens, s.batch, s.now, s.realtime, s.duplicate, s.unsent_rows, s.unsent,
      case when r."price" is null then s.unknown_without else s.unknown end as "unknown"
    from (
      select c.run, sum(c.requests)::int as requests, sum(c.long_requests)::int as long_requests,
        sum(c.now_requests)::int as now_requests, sum(c.long_now_requests)::int as long_now_requests,
        array[${Prisma.join(tokens)}]::text[] as tokens, coalesce(sum(c.batch), 0) + sum(c.now) as amount,
        sum(c.batch)::text as batch, sum(c.now)::text as now, sum(c.realtime)::text as realtime, coalesce(sum(c.duplicate), 0)::text as duplicate,
        sum(c.unpriced)::int as unknown,
        sum(case when c.all_input + c.all_output + c.duplicate_input + c.duplicate_output > 0 then c.requests else c.unpriced end)::int as unknown_without,
        sum(c.unsent_rows)::int as unsent_rows, sum(c.unsent)::text as unsent
      from charge c join "run" r on r."id" = c.run and r."workspaceId" = ${scope.workspaceId}
      ${scope.template === undefined ? Prisma.empty : TEMPLATES_OF_RUNS}
      where true ${filtersOf(scope)}
      group by c.run
      having sum(c.requests) > 0 or sum(c.batch) <> 0 or sum(c.now) <> 0 or sum(c.unpriced) > 0 or sum(c.unsent_rows) > 0
    ) s
    join "run" r on r."id" = s.run
    join "connection" n on n."id" = r."connectionId"
    order by s.amount desc nulls last, r."name", r."id"`;
  const priceOf = priceReader();
  return rows.map((row) => bookingsFrom(row, priceOf(row.price)));
}

/** Most runs of a period have one of a few prices, and checking one takes as long as all else of a line. */
function priceReader(): (price: string | null) => Price | null {
  const known = new Map<string, Price>();
  return (text) => {
    if (text === null) return null;
    const price = known.get(text) ?? Price.parse(JSON.parse(text));
    known.set(text, price);
    return price;
  };
}

/** The bookings of `budgets/server/charges.ts`, with their tokens apart. */
function bookingsOf(workspaceId: string, { from, to }: Period): Prisma.Sql {
  const [since, until] = [startOf(from), startOf(addDays(to, 1))];
  const none = (kinds: readonly string[]) =>
    Prisma.raw(
      kinds.flatMap((kind) => ['input', 'cached', 'output'].map((one) => `0::bigint as "${kind}_${one}"`)).join(', '),
    );
  const columns = Prisma.raw(KINDS.slice(0, 6).map(columnsOfKind).join(', '));
  return Prisma.sql`
    select b."runId" as run, b."connectionId" as connection, b."succeeded" + b."failed" as requests, b."longRequests" as long_requests,
      b."nowRequests" as now_requests, b."longNowRequests" as long_now_requests,
      b."unpricedAnswers" + b."unsureAnswers" as unpriced, ${columns}, ${none(['duplicate', 'longDuplicate'])},
      b."costPicoUsd" - b."nowPicoUsd" as batch, b."nowPicoUsd" as now, b."realtimePicoUsd" as realtime, null::bigint as duplicate,
      b."unsentRows" as unsent_rows, b."unsentPicoUsd" as unsent
    from "batch" b where b."workspaceId" = ${workspaceId} and b."endedAt" >= ${since} and b."endedAt" < ${until}
      and b."finishedAt" is not null
    union all
    select d."runId", d."connectionId", greatest(d."answers", d."unpricedAnswers"), d."longRequests", 0, 0, d."unpricedAnswers",
      ${none(KINDS.slice(0, 6))}, d."inputTokens", d."cachedInputTokens", d."outputTokens",
      d."longInputTokens", d."longCachedInputTokens", d."longOutputTokens", d."costPicoUsd", 0, null, d."costPicoUsd", 0, null
    from "duplicate_batch" d where d."workspaceId" = ${workspaceId} and d."bookedAt" >= ${since} and d."bookedAt" < ${until}
    union all
    select r."id", r."connectionId", 0, 0, 0, 0, 0, ${none(KINDS)}, null, 0, null, null, r."reusedRows", r."reusedPicoUsd"
    from "run" r where r."workspaceId" = ${workspaceId} and r."reusedRows" > 0 and r."plannedAt" >= ${since} and r."plannedAt" < ${until}`;
}

function columnsOfKind(kind: string): string {
  const column = (name: string) => (kind === 'all' ? `${name[0]?.toLowerCase()}${name.slice(1)}` : `${kind}${name}`);
  const names = { InputTokens: 'input', CachedInputTokens: 'cached', OutputTokens: 'output' };
  return Object.entries(names)
    .map(([name, one]) => `b."${column(name)}" as "${kind}_${one}"`)
    .join(', ');
}

function bookingsFrom({ tokens, ...row }: BookingsRow, price: Price | null): RunBookings {
  const sums = KINDS.map((kind, index): [string, Tokens] => {
    const [input = 0n, cached = 0n, output = 0n] = tokens.slice(index * 3, index * 3 + 3).map(BigInt);
    return [kind, { input, cached, output }];
  });
  const known = Object.fromEntries(sums) as Record<(typeof KINDS)[number], Tokens>;
  return {
    ...{ run: row.run, name: row.name, connection: row.connection, simulated: row.simulated, model: row.model },
    price,
    ...{ requests: row.requests, longRequests: row.long_requests, ...known },
    ...{ nowRequests: row.now_requests, longNowRequests: row.long_now_requests },
    batchPicoUsd: row.batch === null ? null : BigInt(row.batch),
    nowPicoUsd: BigInt(row.now),
    realtimePicoUsd: row.realtime === null ? null : BigInt(row.realtime),
    duplicatePicoUsd: BigInt(row.duplicate),
    ...{ unknownRequests: row.unknown, unsentRows: row.unsent_rows },
    unsentPicoUsd: row.unsent === null ? null : BigInt(row.unsent),
  };
}
