import 'server-only';
import { chargesOf, UNKNOWN_REQUESTS } from '#lib/budgets/server/charges.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { CostGroup } from '#lib/pricing/cost-report.ts';
import type { Costs } from '#lib/reports/costs.ts';
import { addDays, type Period, startOf } from '#lib/reports/period.ts';
import { type CostScope, filtersOf, IS_SIMULATED, sandboxesOf, TEMPLATES_OF_RUNS } from './cost-scope.ts';

/** `key` is a day, a model, a label or an id; null for runs that have none. */
export type CostLine = Costs & { key: string | null; name: string | null; simulated: boolean };

const NOTHING = Prisma.empty;
const USERS = Prisma.sql`left join "user" u on u."id" = r."createdById"`;
/** A run with two labels is in the lines of both; one without any is in a line of its own. */
const LABELS = Prisma.sql`left join lateral unnest(r."labels", r."labelKeys") as l(label, label_key) on true`;

type Group = {
  key: Prisma.Sql;
  /** Follows from `key`. */
  name: Prisma.Sql | null;
  joins: readonly Prisma.Sql[];
  /** Where lines are told apart by something else than what names them. */
  group?: Prisma.Sql;
  /** Its joins make several lines of a booking, which would be counted twice in any other grouping. */
  isApart?: boolean;
};

const GROUPS: Record<CostGroup, Group> = {
  day: { key: Prisma.sql`((c.at at time zone 'UTC')::date)::text`, name: null, joins: [] },
  model: { key: Prisma.sql`r."model"`, name: null, joins: [] },
  member: { key: Prisma.sql`u."id"`, name: Prisma.sql`u."name"`, joins: [USERS] },
  run: { key: Prisma.sql`r."id"`, name: Prisma.sql`r."name"`, joins: [] },
  template: { key: Prisma.sql`t."id"`, name: Prisma.sql`t."name"`, joins: [TEMPLATES_OF_RUNS] },
  label: {
    key: Prisma.sql`(array_agg(l.label order by r."createdAt" desc, r."id") filter (where l.label is not null))[1]`,
    group: Prisma.sql`l.label_key`,
    ...{ name: null, joins: [LABELS], isApart: true },
  },
};

type LineRow = {
  by: CostGroup;
  key: string | null;
  name: string | null;
  simulated: boolean;
  batch: string | null;
  now: string;
  tried: string;
  realtime: string | null;
  duplicate: string;
  input: string;
  cached: string;
  output: string;
  requests: number;
  failed: number;
  unknown: number;
  unsent_rows: number;
  unsent: string | null;
};

/**
 * What was billed in a period, added up in the database over the bookings of its batches: each answer is booked on exactly one,
 * in the transaction that writes it to its row. A batch belongs to the day the provider was done with it, a duplicate to
 * the day its bill was read. Days in their order, all else by cost.
 */
export async function listCosts(
  db: Db,
  scope: CostScope,
  period: Period,
  { by }: { by: CostGroup },
): Promise<CostLine[]> {
  const [lines = []] = await listCostsOfEach(db, scope, period, { groups: [by] });
  return lines;
}

/**
 * The same by several groupings at once, in the order they are asked for: the bookings are read one time and added up in
 * each way. `limit` keeps the dearest of each, of what was paid and of what was simulated.
 */
export async function listCostsOfEach(
  db: Db,
  scope: CostScope,
  period: Period,
  { groups, limit }: { groups: readonly CostGroup[]; limit?: number },
): Promise<CostLine[][]> {
  const together = groups.filter((by) => !GROUPS[by].isApart);
  const sets = [together, ...groups.filter((by) => GROUPS[by].isApart).map((by) => [by])];
  const asked = sets.filter((set) => set.length > 0).map((set) => readLines(db, scope, period, { groups: set, limit }));
  const rows = (await Promise.all(asked)).flat();
  return groups.map((by) => inOrder(by, rows.filter((row) => row.by === by).map(lineOf)));
}

async function readLines(
  db: Db,
  scope: CostScope,
  period: Period,
  { groups, limit }: { groups: readonly CostGroup[]; limit: number | undefined },
): Promise<LineRow[]> {
  return db.$queryRaw<LineRow[]>`
    with charge as (${chargesOf(scope.workspaceId, momentsOf(period))}),
    ${sandboxesOf(scope.workspaceId)},
    line as materialized (${linesOf(scope, groups)})
    ${limit === undefined ? Prisma.sql`select * from line` : dearestOf(groups, limit)}`;
}

/** Sums by each grouping. Outside of its own lines a grouping's key and name are null, so there is always one that counts. */
function linesOf(scope: CostScope, groups: readonly CostGroup[]): Prisma.Sql {
  const keys = Prisma.join(groups.map((by) => GROUPS[by].key));
  const names = groups.flatMap((by) => GROUPS[by].name ?? []);
  const sets = groups.map((by) => {
    const { key, name, group = key } = GROUPS[by];
    return Prisma.sql`(${group}, ${name === null ? NOTHING : Prisma.sql`${name},`} ${IS_SIMULATED})`;
  });
  const whichOf = groups.map((by, index) => Prisma.sql`when ${maskOf(groups.length, index)}::int then ${by}`);
  const joins = new Set([
    ...groups.flatMap((by) => GROUPS[by].joins),
    ...(scope.template === undefined ? [] : [TEMPLATES_OF_RUNS]),
  ]);
  return Prisma.sql`
    select case grouping(${Prisma.join(groups.map((by) => GROUPS[by].group ?? GROUPS[by].key))}) ${Prisma.join(whichOf, ' ')} end as "by", coalesce(${keys}) as "key",
      ${names.length === 0 ? Prisma.sql`null::text` : Prisma.sql`coalesce(${Prisma.join(names)})`} as "name", ${IS_SIMULATED} as "simulated",
      sum(c.batch)::text as "batch", coalesce(sum(c.now), 0)::text as "now",
      coalesce(sum(coalesce(c.batch, 0) + c.now) filter (where r."purpose" = 'try'), 0)::text as "tried", sum(c.realtime)::text as "realtime", coalesce(sum(c.duplicate), 0)::text as "duplicate",
      sum(c.input)::text as "input", sum(c.cached)::text as "cached", sum(c.output)::text as "output",
      sum(c.requests)::int as "requests", sum(c.failed)::int as "failed",
      sum(${UNKNOWN_REQUESTS})::int as "unknown",
      sum(c.unsent_rows)::int as "unsent_rows", sum(c.unsent)::text as "unsent"
    from charge c
    join "run" r on r."id" = c.run and r."workspaceId" = ${scope.workspaceId}
    ${Prisma.join([NOTHING, ...joins], ' ')}
    where true ${filtersOf(scope)}
    group by grouping sets (${Prisma.join(sets)})
    having sum(c.requests) > 0 or sum(c.batch) <> 0 or sum(c.now) <> 0 or sum(c.unpriced) > 0 or sum(c.unsent_rows) > 0`;
}

function momentsOf({ from, to }: Period) {
  return { since: startOf(from), until: startOf(addDays(to, 1)) };
}

/** What `grouping` says of the lines of one among `count` groupings: a bit for each, and only its own is 0. */
function maskOf(count: number, index: number): number {
  return 2 ** count - 1 - 2 ** (count - 1 - index);
}

function dearestOf(groups: readonly CostGroup[], limit: number): Prisma.Sql {
  const parts = groups.flatMap((by) =>
    [false, true].map(
      (simulated) => Prisma.sql`(select * from line where "by" = ${by} and "simulated" = ${simulated}
        ${by === 'day' ? NOTHING : Prisma.sql`order by "batch"::numeric + "now"::numeric desc nulls last, "name", "key" limit ${limit}`})`,
    ),
  );
  return Prisma.join(parts, ' union all ');
}

/** What belongs to nobody stands behind all names. */
const LAST = '\uffff';

/** Here and not in the database, which takes longer to order ten thousand lines than to add them up. */
function inOrder(by: CostGroup, lines: CostLine[]): CostLine[] {
  const byKey = (a: CostLine, b: CostLine) =>
    compare(a.key ?? LAST, b.key ?? LAST) || Number(a.simulated) - Number(b.simulated);
  if (by === 'day') return lines.sort(byKey);
  return lines.sort(
    (a, b) => compare(spentOf(b), spentOf(a)) || compare(a.name ?? LAST, b.name ?? LAST) || byKey(a, b),
  );
}

/** What is unknown comes last. */
function spentOf({ batchPicoUsd, nowPicoUsd }: CostLine): bigint {
  return batchPicoUsd === null ? -1n : batchPicoUsd + nowPicoUsd;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lineOf(row: LineRow): CostLine {
  return {
    ...{ key: row.key, name: row.name, simulated: row.simulated },
    batchPicoUsd: row.batch === null ? null : BigInt(row.batch),
    nowPicoUsd: BigInt(row.now),
    triedPicoUsd: BigInt(row.tried),
    realtimePicoUsd: row.realtime === null ? null : BigInt(row.realtime),
    duplicatePicoUsd: BigInt(row.duplicate),
    ...{ inputTokens: Number(row.input), cachedInputTokens: Number(row.cached), outputTokens: Number(row.output) },
    ...{ requests: row.requests, failed: row.failed, unknownRequests: row.unknown },
    ...{ unsentRows: row.unsent_rows, unsentPicoUsd: row.unsent === null ? null : BigInt(row.unsent) },
  };
}
