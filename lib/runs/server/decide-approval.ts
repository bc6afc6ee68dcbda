import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { approvalView, findOpenApproval, moveApproval, newestApproval } from './approval-queries.ts';
import { launchDraft } from './launch-run.ts';
import { withdrawChanged } from './request-approval.ts';
import { addRunEvent } from './run-events.ts';
import { fingerprintOf } from './run-fingerprint.ts';
import { lockRun } from './run-queries.ts';

/** The request that was looked at; without an id, the one that is open. */
type Asked = { runId: string; approvalId?: string | undefined };

/**
 * Approves a request and launches exactly the run that was shown, at the price it was shown with: both, or nothing.
 * @throws AppError `not_found`, or `conflict` when it was decided, withdrawn or changed meanwhile, or cannot be launched now.
 */
export async function approveRun(actor: Actor, asked: Asked): Promise<void> {
  const { workspaceId } = actor;
  const isLaunched = await db().$transaction(async (tx) => {
    const open = await lockRequest(tx, workspaceId, asked);
    if (open.fingerprint !== (await fingerprintOf(tx, workspaceId, asked.runId))) {
      await withdrawChanged(tx, workspaceId, asked.runId);
      return false;
    }
    const { kind } = await launchDraft(tx, actor, asked.runId);
    return kind === 'launched';
  });
  if (!isLaunched)
    throw new AppError('conflict', 'This run was changed after it was asked for, so nothing was launched.');
}

/** Says no, and why; the run stays a draft that can be changed. @throws AppError `not_found`, `conflict`. */
export async function declineRun(actor: Actor, { note, ...asked }: Asked & { note: string }): Promise<void> {
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    const open = await lockRequest(tx, workspaceId, asked);
    await moveApproval(tx, open.id, 'declined', { by: actor, note });
    const { requestedByName: requestedBy } = open;
    await recordAudit(tx, actor, 'approval.declined', asked.runId, { requestedBy, note });
    await addRunEvent(tx, { workspaceId, runId: asked.runId }, 'person', `${actor.name} declined this run: ${note}`);
  });
}

/** Locks the run and finds its open request. What became of it meanwhile is said in words. */
async function lockRequest(tx: Tx, workspaceId: string, { runId, approvalId }: Asked) {
  await lockRun(tx, workspaceId, runId);
  const open = await findOpenApproval(tx, workspaceId, runId);
  if (open && (approvalId === undefined || approvalId === open.id)) return open;
  if (open) throw new AppError('conflict', 'This run was changed and asked for again. Look at it as it is now.');
  throw new AppError('conflict', await whatBecameOfIt(tx, workspaceId, runId));
}

async function whatBecameOfIt(tx: Tx, workspaceId: string, runId: string): Promise<string> {
  const { approvals } = await tx.run.findFirstOrThrow({
    where: { id: runId, workspaceId },
    select: { approvals: newestApproval },
  });
  const last = approvalView(approvals);
  if (!last) return 'Nobody asked for approval of this run.';
  if (last.status === 'withdrawn') return 'The request was withdrawn, so there is nothing to decide.';
  return `${last.decidedBy} ${last.status} this run already.`;
}
