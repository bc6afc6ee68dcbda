import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import { addMonths, type Month, monthAt } from '#lib/budgets/month.ts';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import type { Budget } from '#lib/platform/db/generated/client.ts';
import { usedPercent } from './budget-queries.ts';
import { readBudgetSpend } from './budget-spend.ts';

/** A batch that ended at the end of a month may be read when the next has begun. */
const LATE_MS = 3 * 24 * 60 * 60_000;

/**
 * Tells of every threshold that a workspace's budgets, or the one with an id, have reached. Told is told: of many processes that
 * find it at once the first that writes its row tells, in the same transaction that notes it in the audit log.
 */
export async function tellBudgets(workspaceId: string, budgetId?: string): Promise<void> {
  const budgets = await db().budget.findMany({
    where: { workspaceId, thresholds: { isEmpty: false }, ...(budgetId !== undefined && { id: budgetId }) },
  });
  for (const budget of budgets) for (const month of monthsToLookAt()) await tellBudget(budget, month);
}

/** The same for every workspace that has a budget. */
export async function tellEveryBudget(): Promise<void> {
  const places = await db().budget.findMany({ distinct: ['workspaceId'], select: { workspaceId: true } });
  for (const { workspaceId } of places) await tellBudgets(workspaceId);
}

function monthsToLookAt(): Month[] {
  const month = monthAt(now());
  return nowMs() - month.since.getTime() < LATE_MS ? [addMonths(month, -1), month] : [month];
}

async function tellBudget(budget: Budget, month: Month): Promise<void> {
  // A budget says nothing about the months before there was one.
  if (month.until <= budget.createdAt) return;
  const told = await db().budgetAlert.findMany({
    where: { budgetId: budget.id, month: month.key },
    select: { threshold: true },
  });
  const known = new Set(told.map(({ threshold }) => threshold));
  const left = budget.thresholds.filter((percent) => !known.has(percent));
  if (left.length === 0) return;
  const spend = await readBudgetSpend(db(), budget, month);
  for (const threshold of left.filter((percent) => percent <= usedPercent(budget, spend)))
    await tellOnce(budget, { month, threshold, spentPicoUsd: spend.spentPicoUsd });
}

type Reached = { month: Month; threshold: number; spentPicoUsd: bigint };

async function tellOnce(budget: Budget, { month, threshold, spentPicoUsd }: Reached): Promise<void> {
  const { workspaceId, name, amountPicoUsd } = budget;
  await db().$transaction(async (tx) => {
    // Deleted meanwhile, there is nothing to tell of; held, it is not deleted before this is told.
    const [still] = await tx.$queryRaw<
      { id: string }[]
    >`select "id" from "budget" where "id" = ${budget.id} for key share`;
    if (!still) return;
    const { count } = await tx.budgetAlert.createMany({
      data: [
        {
          ...{ budgetId: budget.id, workspaceId, month: month.key, threshold },
          ...{ spentPicoUsd, amountPicoUsd, at: now() },
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) return;
    const detail = { name, month: month.key, reached: `${threshold} %` };
    const amounts = { spent: `$${usdString(spentPicoUsd)}`, budget: `$${usdString(amountPicoUsd)}` };
    await recordAudit(tx, { workspaceId, userId: null, name: 'Rowmill' }, 'budget.reached', budget.id, {
      ...detail,
      ...amounts,
    });
  });
}
