import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import type { RunBudget } from '#lib/budgets/schema.ts';
import { seenBy } from '#lib/budgets/server/budget-queries.ts';
import { findBudgetRefusal, type LaunchingRun, listRunBudgets } from '#lib/budgets/server/launch-room.ts';
import { parseUsd } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { LaunchRule } from './launch-rule.ts';

/** A run that is not expected to fit into a budget that pauses launches waits until there is room, whoever launches it. */
export const budgetRule: LaunchRule = async (tx, { run }) => {
  const launching = run.simulated ? null : await readLaunching(tx, run.workspaceId, run.id);
  const sentence = launching && (await findBudgetRefusal(tx, launching));
  return sentence ? { kind: 'refused', sentence } : null;
};

/**
 * What budgets say to a run before it is launched, for the screen: those this actor may see, and those that could refuse it,
 * which a refusal would name anyway. The sandbox spends nothing, so budgets say nothing to it.
 */
export async function listBudgetsOfRun(db: Db, actor: Actor, runId: string): Promise<RunBudget[]> {
  if (!can(actor.role, 'budget:read')) return [];
  const launching = await readLaunching(db, actor.workspaceId, runId);
  if (!launching) return [];
  const isSeen = await seenBy(db, actor);
  return listRunBudgets(db, launching, (budget) => budget.pausesLaunches || isSeen(budget));
}

/** Null for a run of the sandbox. */
async function readLaunching(db: Db, workspaceId: string, runId: string): Promise<LaunchingRun | null> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId, connection: { kind: { not: 'sandbox' } } },
    select: { createdById: true, labelKeys: true, estimate: true },
  });
  if (!run) return null;
  const expectedUsd = run.estimate === null ? null : RunEstimate.parse(run.estimate).cost?.expectedUsd;
  return {
    ...{ id: runId, workspaceId, createdById: run.createdById, labelKeys: run.labelKeys },
    takesPicoUsd: parseUsd(expectedUsd ?? ''),
  };
}
