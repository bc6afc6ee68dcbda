import 'server-only';
import type { Month } from '#lib/budgets/month.ts';
import type { PicoUsd } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { BudgetScope } from '#lib/platform/db/generated/enums.ts';
import { chargesOf, UNKNOWN_REQUESTS } from './charges.ts';

/** Whose spending counts: the budget as it is stored. */
export type BudgetOf = {
  workspaceId: string;
  scope: BudgetScope;
  memberId: string | null;
  labelKey: string | null;
};

export type BudgetSpend = {
  spentPicoUsd: PicoUsd;
  /** About what launched runs that are not over will still cost. */
  underWayPicoUsd: PicoUsd;
  underWayRuns: number;
  unknownRequests: number;
  unknownRuns: number;
};

type SpendRow = { spent: string; unknown: number; under_way: string; runs: number; unknown_runs: number };

/**
 * What a month spent of a budget, and what is under way, out of one look at the database: what a batch cost moves from one to
 * the other in the transaction that ends it, and is never in both or neither. The sandbox is in none of it. Runs count by the
 * labels they have now, and what is left of them by the price at which their rows go out now. `exceptRunId` is the run that is
 * about to be launched.
 */
export async function readBudgetSpend(
  db: Db,
  budget: BudgetOf,
  month: Month,
  { exceptRunId = '' }: { exceptRunId?: string } = {},
): Promise<BudgetSpend> {
  const { workspaceId } = budget;
  const isNow = now() >= month.since && now() < month.until;
  const [row] = await db.$queryRaw<SpendRow[]>`
    with charge as (${chargesOf(workspaceId, month)}),
    spent as (
      select coalesce(sum(c.batch + c.now), 0) as spent, coalesce(sum(${UNKNOWN_REQUESTS}), 0) as unknown
      from charge c join "run" r on r."id" = c.run and ${ofBudget(budget)}
    ),
    moving as (
      select (case when r."lane" = 'standard' then r."estimate" #>> '{cost,realtimeUsd}'
          else r."estimate" #>> '{cost,expectedUsd}' end)::numeric * 1000000000000 as expected,
        greatest(r."rowCount" - r."reusedRows", 1) as rows,
        case when r."plannedAt" is null then r."rowCount" else (
          select coalesce(sum(n."count"), 0) from "run_counter" n
          where n."runId" = r."id" and n."status" in ('waiting', 'in_flight')
        ) end as open,
        (select coalesce(sum(b."costPicoUsd"), 0) from "batch" b where b."runId" = r."id" and b."finishedAt" is null) as booked
      from "run" r
      where ${isNow} and r."status" in ('queued', 'running', 'paused', 'canceling') and r."id" <> ${exceptRunId}
        and ${ofBudget(budget)}
    )
    select spent.spent::text as "spent", spent.unknown::int as "unknown",
      (select coalesce(sum(ceil(coalesce(expected, 0) * least(open, rows) / rows) + booked), 0)::text from moving) as "under_way",
      (select count(*)::int from moving) as "runs",
      (select count(*)::int from moving where expected is null) as "unknown_runs"
    from spent`;
  return {
    spentPicoUsd: BigInt(row?.spent ?? 0),
    underWayPicoUsd: BigInt(row?.under_way ?? 0),
    underWayRuns: row?.runs ?? 0,
    unknownRequests: row?.unknown ?? 0,
    unknownRuns: row?.unknown_runs ?? 0,
  };
}

/** Whether a run `r` counts: paid for, and of the person or the label that the budget is for. */
function ofBudget({ workspaceId, scope, memberId, labelKey }: BudgetOf): Prisma.Sql {
  const isOurs = Prisma.sql`r."workspaceId" = ${workspaceId} and not (r."connectionId" = any(array(
    select "id" from "connection" where "workspaceId" = ${workspaceId} and "kind" = 'sandbox')))`;
  if (scope === 'member') return Prisma.sql`${isOurs} and r."createdById" = ${memberId}`;
  if (scope === 'label') return Prisma.sql`${isOurs} and ${labelKey} = any(r."labelKeys")`;
  return isOurs;
}
