import 'server-only';
import { launchRefusal, leftOf } from '#lib/budgets/budget-words.ts';
import { monthAt, monthName } from '#lib/budgets/month.ts';
import type { RunBudget } from '#lib/budgets/schema.ts';
import { type PicoUsd, usdString } from '#lib/money.ts';
import type { Db, Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { Budget } from '#lib/platform/db/generated/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { type BudgetSpend, readBudgetSpend } from './budget-spend.ts';

/** A run that is not launched yet, as budgets see it. */
export type LaunchingRun = {
  id: string;
  workspaceId: string;
  createdById: string | null;
  labelKeys: readonly string[];
  /** About what it will cost; null where nobody knows. */
  takesPicoUsd: PicoUsd | null;
};

/**
 * Why a run may not be launched now, as a sentence; null where every budget that pauses launches has room for it. The caller's
 * transaction holds those budgets from here on, so of a hundred launches at once each counts the ones before it: a launched run
 * takes what it is expected to cost from the moment it is launched.
 */
export async function findBudgetRefusal(tx: Tx, run: LaunchingRun): Promise<string | null> {
  // In one order everywhere, so that two launches never hold one budget each.
  const held = await tx.$queryRaw<{ id: string }[]>`
    select "id" from "budget" where "workspaceId" = ${run.workspaceId} and "pausesLaunches" and ${concernsSql(run)}
    order by "id" for no key update`;
  const month = monthAt(now());
  for (const { id } of held) {
    const budget = await tx.budget.findUnique({ where: { id } });
    if (!budget?.pausesLaunches) continue;
    const spend = await readBudgetSpend(tx, budget, month, { exceptRunId: run.id });
    const refusal = refusalOf(budget, spend, run);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** What every budget that a run counts under says to it, those that refuse it first. Nothing is held. */
export async function listRunBudgets(
  db: Db,
  run: LaunchingRun,
  isShown: (budget: Budget) => boolean,
): Promise<RunBudget[]> {
  const month = monthAt(now());
  const found = await db.budget.findMany({ where: concerns(run), orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  const budgets: RunBudget[] = [];
  for (const budget of found.filter(isShown)) {
    const spend = await readBudgetSpend(db, budget, month, { exceptRunId: run.id });
    budgets.push({
      ...{ id: budget.id, name: budget.name, monthName: monthName(month), pausesLaunches: budget.pausesLaunches },
      amountUsd: usdString(budget.amountPicoUsd),
      spentUsd: usdString(spend.spentPicoUsd),
      underWayUsd: usdString(spend.underWayPicoUsd),
      leftUsd: usdString(leftOf({ ...budget, ...spend })),
      takesUsd: run.takesPicoUsd === null ? null : usdString(run.takesPicoUsd),
      refusal: budget.pausesLaunches ? refusalOf(budget, spend, run) : null,
    });
  }
  return budgets.toSorted((a, b) => Number(b.refusal !== null) - Number(a.refusal !== null));
}

function refusalOf(budget: Budget, spend: BudgetSpend, { takesPicoUsd }: LaunchingRun): string | null {
  return launchRefusal({ ...budget, ...spend, monthName: monthName(monthAt(now())) }, takesPicoUsd);
}

function concerns({ workspaceId, createdById, labelKeys }: LaunchingRun): Prisma.BudgetWhereInput {
  return {
    workspaceId,
    OR: [
      { scope: 'workspace' },
      ...(createdById === null ? [] : [{ scope: 'member' as const, memberId: createdById }]),
      ...(labelKeys.length === 0 ? [] : [{ scope: 'label' as const, labelKey: { in: [...labelKeys] } }]),
    ],
  };
}

function concernsSql({ createdById, labelKeys }: LaunchingRun): Prisma.Sql {
  return Prisma.sql`("scope" = 'workspace' or "memberId" = ${createdById} or "labelKey" = any(${[...labelKeys]}::text[]))`;
}
