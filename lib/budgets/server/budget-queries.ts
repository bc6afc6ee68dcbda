import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { leftOf } from '#lib/budgets/budget-words.ts';
import type { Month } from '#lib/budgets/month.ts';
import type { Budget } from '#lib/budgets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { Budget as StoredBudget } from '#lib/platform/db/generated/client.ts';
import { type BudgetSpend, readBudgetSpend } from './budget-spend.ts';

/**
 * The budgets an actor may see, the oldest first, with what a month spent: leads and owners all of them, members their own and
 * those of labels that their runs have. What everybody spends together is for leads to see.
 */
export async function listBudgets(db: Db, actor: Actor, month: Month): Promise<Budget[]> {
  const { workspaceId } = actor;
  const stored = await db.budget.findMany({ where: { workspaceId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  const isSeen = await seenBy(db, actor);
  const budgets: Budget[] = [];
  for (const budget of stored.filter(isSeen)) budgets.push(await viewBudget(db, budget, month));
  return budgets;
}

/** @throws AppError `not_found`, also for a budget that this actor may not see. */
export async function getBudget(db: Db, actor: Actor, budgetId: string, month: Month): Promise<Budget> {
  const budget = await db.budget.findFirst({ where: { id: budgetId, workspaceId: actor.workspaceId } });
  if (!budget || !(await seenBy(db, actor))(budget)) throw noSuchBudget();
  return viewBudget(db, budget, month);
}

export function noSuchBudget(): AppError {
  return new AppError('not_found', 'This budget does not exist.');
}

/** Which budgets an actor may see. */
export async function seenBy(db: Db, actor: Actor): Promise<(budget: StoredBudget) => boolean> {
  if (can(actor.role, 'budget:manage')) return () => true;
  if (!can(actor.role, 'budget:read')) return () => false;
  const used = await db.$queryRaw<{ key: string }[]>`
    select distinct unnest("labelKeys") as "key" from "run"
    where "workspaceId" = ${actor.workspaceId} and "createdById" is not distinct from ${actor.userId}`;
  const ownLabels = new Set(used.map(({ key }) => key));
  return ({ scope, memberId, labelKey }) => {
    if (scope === 'member') return memberId === actor.userId;
    return scope === 'label' && labelKey !== null && ownLabels.has(labelKey);
  };
}

export async function viewBudget(db: Db, budget: StoredBudget, month: Month): Promise<Budget> {
  const [spend, scope] = await Promise.all([readBudgetSpend(db, budget, month), viewScope(db, budget)]);
  return {
    ...{ id: budget.id, name: budget.name, scope, thresholds: budget.thresholds },
    ...{ amountUsd: usdString(budget.amountPicoUsd), pausesLaunches: budget.pausesLaunches },
    ...{ createdAt: budget.createdAt.toISOString(), month: month.key },
    spentUsd: usdString(spend.spentPicoUsd),
    underWayUsd: usdString(spend.underWayPicoUsd),
    leftUsd: usdString(leftOf({ ...budget, ...spend })),
    usedPercent: usedPercent(budget, spend),
    ...{ underWayRuns: spend.underWayRuns, unknownRequests: spend.unknownRequests, unknownRuns: spend.unknownRuns },
  };
}

/** Whole percent, rounded down, so that 100 means all of it. */
export function usedPercent(
  { amountPicoUsd }: Pick<StoredBudget, 'amountPicoUsd'>,
  { spentPicoUsd }: Pick<BudgetSpend, 'spentPicoUsd'>,
): number {
  return Number((spentPicoUsd * 100n) / amountPicoUsd);
}

async function viewScope(
  db: Db,
  { workspaceId, scope, memberId, label, labelKey }: StoredBudget,
): Promise<Budget['scope']> {
  if (scope === 'member' && memberId !== null) {
    const person = await db.user.findUnique({
      where: { id: memberId },
      select: { name: true, memberships: { where: { workspaceId }, select: { role: true } } },
    });
    return {
      ...{ kind: 'member', member: memberId, name: person?.name ?? null },
      isHere: (person?.memberships.length ?? 0) > 0,
    };
  }
  if (scope !== 'label' || labelKey === null) return { kind: 'workspace' };
  const used = await db.run.findFirst({ where: { workspaceId, labelKeys: { has: labelKey } }, select: { id: true } });
  return { kind: 'label', label: label ?? labelKey, isUsed: used !== null };
}

/** The people here, for whose runs a budget may be. */
export async function listBudgetPeople(db: Db, workspaceId: string): Promise<{ id: string; name: string }[]> {
  const members = await db.membership.findMany({
    where: { workspaceId },
    select: { user: { select: { id: true, name: true } } },
    orderBy: { createdAt: 'asc' },
  });
  return members.map(({ user }) => user);
}
