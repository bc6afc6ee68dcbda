import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { monthAt } from '#lib/budgets/month.ts';
import type { BudgetAlertView } from '#lib/budgets/schema.ts';
import { type Db, db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { noSuchBudget, seenBy, viewBudget } from './budget-queries.ts';

/**
 * What an actor is to be told of this month's budgets: of each the highest threshold that it reached, while it is still reached
 * (a budget may have been raised) and this person did not put it away. The fullest first.
 */
export async function listBudgetAlerts(db: Db, actor: Actor): Promise<BudgetAlertView[]> {
  const month = monthAt(now());
  const rows = await db.budgetAlert.findMany({
    where: { workspaceId: actor.workspaceId, month: month.key },
    include: { budget: true },
    orderBy: { threshold: 'desc' },
  });
  if (rows.length === 0) return [];
  const isSeen = await seenBy(db, actor);
  const alerts: BudgetAlertView[] = [];
  for (const [highest] of Map.groupBy(rows, (row) => row.budgetId).values()) {
    if (!highest || !isSeen(highest.budget) || isPutAway(highest.dismissedBy, actor)) continue;
    const budget = await viewBudget(db, highest.budget, month);
    if (budget.usedPercent < highest.threshold) continue;
    alerts.push({ budget, threshold: highest.threshold, at: highest.at.toISOString() });
  }
  return alerts.toSorted((a, b) => b.budget.usedPercent - a.budget.usedPercent);
}

function isPutAway(dismissedBy: readonly string[], { userId }: Actor): boolean {
  return userId !== null && dismissedBy.includes(userId);
}

/**
 * Puts what this month's budget told away, for this person alone: others still have to see it. The next threshold is told of.
 * @throws AppError `not_found`.
 */
export async function dismissBudgetAlerts(actor: Actor, budgetId: string): Promise<void> {
  const { workspaceId, userId } = actor;
  const budget = await db().budget.findFirst({ where: { id: budgetId, workspaceId } });
  if (!budget || !(await seenBy(db(), actor))(budget)) throw noSuchBudget();
  if (userId === null) return;
  await db().budgetAlert.updateMany({
    where: { budgetId, month: monthAt(now()).key, NOT: { dismissedBy: { has: userId } } },
    data: { dismissedBy: { push: userId } },
  });
}
