import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { CostGroup } from '#lib/pricing/cost-report.ts';
import type { Costs } from '#lib/reports/costs.ts';
import { addDays, type Period, startOf } from '#lib/reports/period.ts';
import { labelKey } from '#lib/run-labels.ts';

/** Whose costs: of the whole workspace, or with `createdById` of one person's runs (null: of nobody's). */
export type CostScope = {
  workspaceId: string;
  createdById?: string | null;
  model?: string | undefined;
  /** Null: runs that asked something of their own. */
  template?: string | null | undefined;
  /** In any spelling; null: runs without a label. */
  label?: string | null | undefined;
  simulated?: boolean | undefined;
};

/** `key` is a day, a model, a label or an id; null for runs that have none. */
export type CostLine = Costs & { key: string | null; name: string | null; simulated: boolean };

const NOTHING = Prisma.empty;
const USERS = Prisma.sql`left join "user" u on u."id" = r."createdById"`;
const TEMPLATES = Prisma.sql`left join "template_version" v on v."id" = r."templateVersionId"
  left join "template" t on t."id" = v."templateId"`;

/** No join: the database would guess that few bookings have a connection, and look up their runs one by one. */
const SIMULATED = Prisma.sql`(c.connection = any(array(select "id" from sandbox)))`;

/** A run with two labels is in the lines of both; one without any is in a line of its own. */
const LABELS = Prisma.sql`left join lateral unnest(r."labels", r."labelKeys") as l(label, label_key) on true`;

/** `group` where lines are told apart by something else than what names them. */
const GROUPS: Record<CostGroup, { key: Prisma.Sql; name: Prisma.Sql; joins: Prisma.Sql; group?: Prisma.Sql }> = {
  day: { key: Prisma.sql`(c.at at time zone 'UTC')::date::text`, name: Prisma.sql`null::text`, joins: NOTHING },
  model: { key: Prisma.sql`r."model"`, name: Prisma.sql`null::text`, joins: NOTHING },
  member: { key: Prisma.sql`u."id"`, name: Prisma.sql`min(u."name")`, joins: USERS },
  run: { key: Prisma.sql`r."id"`, name: Prisma.sql`min(r."name")`, joins: NOTHING },
  template: { key: Prisma.sql`t."id"`, name: Prisma.sql`min(t."name")`, joins: TEMPLATES },
  label: {
    key: Prisma.sql`(array_agg(l.label order by r."createdAt" desc, r."id"))[1]`,
    name: Prisma.sql`null::text`,
    joins: LABELS,
    group: Prisma.sql`l.label_key`,
  },
};

type LineRow = {
  key: string | null;
  name: string | null;
  simulated: boolean;
  batch: string | null;
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
 * the day its bill was read. Days in their order, all else by cost; `limit` keeps the dearest.
 */
export async function listCosts(
  db: Db,
  scope: CostScope,
  period: Period,
  { by, limit }: { by: CostGroup; limit?: number },
): Promise<CostLine[]> {
  const { key, name, joins, group = key } = GROUPS[by];
  const order = by === 'day' ? Prisma.sql`1, 3` : Prisma.sql`sum(c.batch) desc nulls last, 2, 1, 3`;
  const rows = await db.$queryRaw<LineRow[]>`
    with charge as (${chargesOf(scope.workspaceId, period)}), sandbox as (${sandboxesOf(scope.workspaceId)})
    select ${key} as "key", ${name} as "name", ${SIMULATED} as "simulated",
      sum(c.batch)::text as "batch", sum(c.realtime)::text as "realtime", coalesce(sum(c.duplicate), 0)::text as "duplicate",
      sum(c.input)::text as "input", sum(c.cached)::text as "cached", sum(c.output)::text as "output",
      sum(c.requests)::int as "requests", sum(c.failed)::int as "failed",
      sum(case when r."price" is not null then c.unpriced when c.input + c.output > 0 then c.requests else c.unpriced end)::int as "unknown",
      sum(c.unsent_rows)::int as "unsent_rows", sum(c.unsent)::text as "unsent"
    from charge c
    join "run" r on r."id" = c.run and r."workspaceId" = ${scope.workspaceId}
    ${scope.template !== undefined && by !== 'template' ? TEMPLATES : NOTHING}
    ${joins}
    where true ${filtersOf(scope)}
    group by ${by === 'day' ? Prisma.sql`1` : group}, 3
    having sum(c.requests) > 0 or sum(c.batch) <> 0 or sum(c.unpriced) > 0 or sum(c.unsent_rows) > 0
    order by ${order}
    ${limit === undefined ? NOTHING : Prisma.sql`limit ${limit}`}`;
  return rows.map(lineOf);
}

/** Everything that was booked on a batch in the period, and every duplicate that was. */
function chargesOf(workspaceId: string, { from, to }: Period): Prisma.Sql {
  const [since, until] = [startOf(from), startOf(addDays(to, 1))];
  return Prisma.sql`
    select b."endedAt" as at, b."runId" as run, b."connectionId" as connection, b."succeeded" + b."failed" as requests,
      b."failed" as failed, b."unpricedAnswers" + b."unsureAnswers" as unpriced, b."inputTokens" as input, b."cachedInputTokens" as cached,
      b."outputTokens" as output, b."costPicoUsd" as batch, b."realtimePicoUsd" as realtime, null::bigint as duplicate,
      b."unsentRows" as unsent_rows, b."unsentPicoUsd" as unsent
    from "batch" b where b."workspaceId" = ${workspaceId} and b."endedAt" >= ${since} and b."endedAt" < ${until}
      and b."finishedAt" is not null
    union all
    select d."bookedAt", d."runId", d."connectionId", greatest(d."answers", d."unpricedAnswers"), 0, d."unpricedAnswers",
      d."inputTokens", d."cachedInputTokens", d."outputTokens", d."costPicoUsd", null, d."costPicoUsd", 0, null
    from "duplicate_batch" d where d."workspaceId" = ${workspaceId} and d."bookedAt" >= ${since} and d."bookedAt" < ${until}
    union all
    select r."plannedAt", r."id", r."connectionId", 0, 0, 0, 0, 0, 0, null, null, null, r."reusedRows", r."reusedPicoUsd"
    from "run" r where r."workspaceId" = ${workspaceId} and r."reusedRows" > 0 and r."plannedAt" >= ${since} and r."plannedAt" < ${until}`;
}

function sandboxesOf(workspaceId: string): Prisma.Sql {
  return Prisma.sql`select "id" from "connection" where "workspaceId" = ${workspaceId} and "kind" = 'sandbox'`;
}

function filtersOf({ createdById, model, template, label, simulated }: CostScope): Prisma.Sql {
  return Prisma.join(
    [
      NOTHING,
      ...(createdById === undefined ? [] : [Prisma.sql`and r."createdById" is not distinct from ${createdById}`]),
      ...(model === undefined ? [] : [Prisma.sql`and r."model" = ${model}`]),
      ...(template === undefined ? [] : [Prisma.sql`and t."id" is not distinct from ${template}`]),
      ...(label === undefined ? [] : [ofLabel(label)]),
      ...(simulated === undefined ? [] : [Prisma.sql`and ${SIMULATED} = ${simulated}`]),
    ],
    ' ',
  );
}

function ofLabel(label: string | null): Prisma.Sql {
  return label === null
    ? Prisma.sql`and cardinality(r."labelKeys") = 0`
    : Prisma.sql`and ${labelKey(label)} = any(r."labelKeys")`;
}

function lineOf(row: LineRow): CostLine {
  return {
    ...{ key: row.key, name: row.name, simulated: row.simulated },
    batchPicoUsd: row.batch === null ? null : BigInt(row.batch),
    realtimePicoUsd: row.realtime === null ? null : BigInt(row.realtime),
    duplicatePicoUsd: BigInt(row.duplicate),
    ...{ inputTokens: Number(row.input), cachedInputTokens: Number(row.cached), outputTokens: Number(row.output) },
    ...{ requests: row.requests, failed: row.failed, unknownRequests: row.unknown },
    ...{ unsentRows: row.unsent_rows, unsentPicoUsd: row.unsent === null ? null : BigInt(row.unsent) },
  };
}

/** Batches that are sent and not over: what they will cost is not booked yet. */
export async function countCostsInProgress(db: Db, scope: CostScope): Promise<{ runs: number; requests: number }> {
  const { workspaceId, createdById, model, template, label, simulated } = scope;
  const open = await db.batch.findMany({
    where: {
      workspaceId,
      status: { in: ['submitting', 'unknown', 'submitted', 'canceling', 'ingesting'] },
      run: {
        ...(createdById !== undefined && { createdById }),
        ...(model !== undefined && { model }),
        ...(label !== undefined && { labelKeys: label === null ? { isEmpty: true } : { has: labelKey(label) } }),
        ...(template === null && { templateVersionId: null }),
        ...(typeof template === 'string' && { templateVersion: { templateId: template } }),
      },
      ...(simulated !== undefined && { connection: { kind: simulated ? 'sandbox' : { not: 'sandbox' } } }),
    },
    select: { runId: true, requestCount: true },
  });
  return {
    runs: new Set(open.map(({ runId }) => runId)).size,
    requests: open.reduce((sum, { requestCount }) => sum + requestCount, 0),
  };
}
