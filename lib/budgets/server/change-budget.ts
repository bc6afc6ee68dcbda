import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { MAX_BUDGETS } from '#lib/budgets/limits.ts';
import type { BudgetChange, BudgetInput } from '#lib/budgets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { labelKey } from '#lib/run-labels.ts';
import { noSuchBudget } from './budget-queries.ts';
import { tellBudgets } from './tell-budgets.ts';

/** Makes a budget. @throws AppError `invalid` for a person who is not here, `conflict` when there are too many. */
export async function createBudget(actor: Actor, input: BudgetInput): Promise<{ id: string }> {
  const { workspaceId } = actor;
  const id = newId('bud');
  await db().$transaction(async (tx) => {
    if ((await tx.budget.count({ where: { workspaceId } })) >= MAX_BUDGETS)
      throw new AppError('conflict', `A workspace may have at most ${MAX_BUDGETS} budgets. Delete one first.`);
    const scope = await scopeOf(tx, workspaceId, input.scope);
    await tx.budget.create({
      data: {
        ...{ id, workspaceId, createdById: actor.userId, createdAt: now(), name: input.name, ...scope },
        ...{ amountPicoUsd: amountOf(input.amountUsd), thresholds: input.thresholds },
        pausesLaunches: input.pausesLaunches,
      },
    });
    await recordAudit(tx, actor, 'budget.created', id, detailOf(input));
  });
  // A month that is well under way may have reached a threshold long ago.
  await tellBudgets(workspaceId, id);
  return { id };
}

/** @throws AppError `not_found`. */
export async function changeBudget(actor: Actor, id: string, change: BudgetChange): Promise<void> {
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    // Locked through an update of nothing, so that of two who change it each notes what it was before.
    const { count } = await tx.budget.updateMany({ where: { id, workspaceId }, data: { workspaceId } });
    if (count === 0) throw noSuchBudget();
    const before = await tx.budget.findUniqueOrThrow({ where: { id } });
    const { amountUsd, name = before.name, thresholds = before.thresholds } = change;
    const { pausesLaunches = before.pausesLaunches } = change;
    const amountPicoUsd = amountUsd === undefined ? before.amountPicoUsd : amountOf(amountUsd);
    const after = { name, amountPicoUsd, thresholds, pausesLaunches };
    const words = { before: inWords(before), after: inWords(after) };
    if (words.before === words.after) return;
    await tx.budget.update({ where: { id }, data: after });
    await recordAudit(tx, actor, 'budget.changed', id, { name, ...words });
  });
  await tellBudgets(workspaceId, id);
}

/** Deletes a budget and what was told of it. Nothing else knows it. @throws AppError `not_found`. */
export async function deleteBudget(actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    const budget = await tx.budget.findFirst({ where: { id, workspaceId } });
    if (!budget) throw noSuchBudget();
    const { count } = await tx.budget.deleteMany({ where: { id, workspaceId } });
    if (count > 0) await recordAudit(tx, actor, 'budget.deleted', id, { name: budget.name, was: inWords(budget) });
  });
}

function amountOf(usd: string): PicoUsd {
  const amount = parseUsd(usd);
  if (amount === null) throw new AppError('invalid', 'An amount in USD looks like "100.00".');
  return amount;
}

async function scopeOf(tx: Tx, workspaceId: string, scope: BudgetInput['scope']) {
  if (scope.kind === 'label') return { scope: 'label' as const, label: scope.label, labelKey: labelKey(scope.label) };
  if (scope.kind === 'workspace') return { scope: 'workspace' as const };
  const member = await tx.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId: scope.member } },
    select: { userId: true },
  });
  const message = 'There is no such person in this workspace.';
  if (!member) throw new AppError('invalid', message, { issues: [{ path: 'scope.member', message }] });
  return { scope: 'member' as const, memberId: member.userId };
}

function detailOf({ name, scope, amountUsd, thresholds, pausesLaunches }: BudgetInput) {
  const of = scope.kind === 'label' ? `label ${scope.label}` : scope.kind === 'member' ? scope.member : scope.kind;
  return { name, of, is: inWords({ name, amountPicoUsd: amountOf(amountUsd), thresholds, pausesLaunches }) };
}

type InWords = { name: string; amountPicoUsd: PicoUsd; thresholds: readonly number[]; pausesLaunches: boolean };

function inWords({ name, amountPicoUsd, thresholds, pausesLaunches }: InWords): string {
  const told = thresholds.length === 0 ? 'tells nobody' : `tells at ${thresholds.join(', ')} %`;
  return `“${name}”, $${usdString(amountPicoUsd)} a month, ${told}${pausesLaunches ? ', pauses launches' : ''}`;
}
