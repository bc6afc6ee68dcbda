import 'server-only';
import { can } from '#lib/auth/roles.ts';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import { type Db, db, type Tx } from '#lib/platform/db/client.ts';
import { type ApprovalNeed, approvalNeedOf, approvalSentence, ownLimitSentence } from '#lib/runs/approval-need.ts';
import type { RunSummary } from '#lib/runs/schema.ts';
import type { LaunchRule } from './launch-rule.ts';

/** Above what a member's run needs a lead; null where the workspace has no such rule. */
export async function getApprovalLimit(db: Db, workspaceId: string): Promise<PicoUsd | null> {
  const workspace = await db.workspace.findUnique({
    where: { id: workspaceId },
    select: { approvalOverPicoUsd: true },
  });
  return workspace?.approvalOverPicoUsd ?? null;
}

/** Sets the rule, or (null) takes it away. Requests that are open stay open. */
export async function setApprovalLimit(actor: Actor, overPicoUsd: PicoUsd | null): Promise<void> {
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    // Locked through an update of nothing, so that of two who change it each notes what it was before.
    await tx.workspace.updateMany({ where: { id: workspaceId }, data: { id: workspaceId } });
    const before = await getApprovalLimit(tx, workspaceId);
    if (before === overPicoUsd) return;
    await tx.workspace.update({ where: { id: workspaceId }, data: { approvalOverPicoUsd: overPicoUsd } });
    const detail = { approvalOver: inWords(overPicoUsd), before: inWords(before) };
    await recordAudit(tx, actor, 'spending.changed', null, detail);
  });
}

function inWords(overPicoUsd: PicoUsd | null): string {
  return overPicoUsd === null ? 'no approval' : `$${usdString(overPicoUsd)}`;
}

/** Members ask before a run that may cost more than the workspace lets them launch; leads launch, and are noted. */
export const approvalRule: LaunchRule = async (tx, { actor, run }) => {
  if (can(actor.role, 'run:approve')) return null;
  const need = approvalNeedOf(await getApprovalLimit(tx, run.workspaceId), run);
  return need && { kind: 'needs_approval', sentence: approvalSentence(need) };
};

/** What stands between this person and the launch of a run, for the screen; who decides is said by name. */
export async function getApprovalNeed(
  db: Db,
  actor: Actor,
  run: Pick<RunSummary, 'simulated'> & { highUsd: string | null },
): Promise<(ApprovalNeed & { deciders: string[] }) | null> {
  if (can(actor.role, 'run:approve')) return null;
  const highPicoUsd = run.highUsd === null ? null : parseUsd(run.highUsd);
  const need = approvalNeedOf(await getApprovalLimit(db, actor.workspaceId), { ...run, highPicoUsd });
  return need && { ...need, deciders: await listDeciders(db, actor.workspaceId) };
}

/** The people who may approve, by name. */
export async function listDeciders(db: Db, workspaceId: string): Promise<string[]> {
  const members = await db.membership.findMany({
    where: { workspaceId, role: { in: ['owner', 'lead'] } },
    select: { user: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
  });
  return members.map(({ user }) => user.name);
}

/**
 * Holds what somebody lets a launched run cost against the same rule: a higher cap, or the real-time price for the rest, is a launch
 * in small. @throws AppError `conflict` where it takes a lead.
 */
export async function requireOwnLimit(
  tx: Tx,
  actor: Actor,
  { runId, mayCostPicoUsd }: { runId: string; mayCostPicoUsd: PicoUsd | null },
): Promise<void> {
  if (can(actor.role, 'run:approve')) return;
  const run = await tx.run.findFirstOrThrow({
    where: { id: runId, workspaceId: actor.workspaceId },
    select: { connection: { select: { kind: true } } },
  });
  const launchable = { highPicoUsd: mayCostPicoUsd, simulated: run.connection.kind === 'sandbox' };
  const need = approvalNeedOf(await getApprovalLimit(tx, actor.workspaceId), launchable);
  if (need) throw new AppError('conflict', ownLimitSentence(need));
}
