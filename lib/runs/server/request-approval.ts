import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import { findOpenApproval, moveApproval, tryMoveApproval } from './approval-queries.ts';
import { receiptOf, receiptRun } from './receipt.ts';
import { addRunEvent } from './run-events.ts';
import { fingerprintOf } from './run-fingerprint.ts';
import { lockRun } from './run-queries.ts';

const CHANGED = 'The run was changed, so it has to be asked for again.';

/**
 * Asks a lead to launch a run as it is now, at the price it has now. Asking again for the same changes nothing. The caller holds
 * the lock of the run, which is in status draft.
 * @throws AppError `conflict` while its price is not worked out.
 */
export async function requestApproval(tx: Tx, actor: Actor, runId: string): Promise<void> {
  const { workspaceId } = actor;
  const run = await tx.run.findFirstOrThrow({ where: { id: runId, workspaceId }, include: receiptRun });
  if (run.estimate === null)
    throw new AppError('conflict', 'The price of this run is not worked out yet. Look at it, then ask for approval.');
  const fingerprint = await fingerprintOf(tx, workspaceId, runId);
  const open = await findOpenApproval(tx, workspaceId, runId);
  if (open?.fingerprint === fingerprint) return;
  if (open) await moveApproval(tx, open.id, 'withdrawn', { by: null, note: CHANGED });
  const estimate = RunEstimate.parse(run.estimate);
  await tx.runApproval.create({
    data: {
      ...{ id: newId('apr'), workspaceId, runId, fingerprint, estimate, requestedAt: now() },
      receipt: receiptOf(run, estimate, null),
      ...{ requestedById: actor.userId, requestedByName: actor.name },
    },
  });
  const highUsd = estimate.cost === null ? 'not known' : `$${estimate.cost.highUsd}`;
  await recordAudit(tx, actor, 'approval.requested', runId, { highUsd });
  await addRunEvent(tx, { workspaceId, runId }, 'person', `${actor.name} asked for approval of this run.`);
}

/** Takes a request back. @throws AppError `not_found`, or `conflict` when there is none to take back. */
export async function withdrawRequest(actor: Actor, runId: string): Promise<void> {
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    await lockRun(tx, workspaceId, runId);
    const open = await findOpenApproval(tx, workspaceId, runId);
    if (!open) throw new AppError('conflict', 'No request is open any more: it was decided or withdrawn meanwhile.');
    await moveApproval(tx, open.id, 'withdrawn', { by: actor });
    await recordAudit(tx, actor, 'approval.withdrawn', runId);
    await addRunEvent(tx, { workspaceId, runId }, 'person', `${actor.name} withdrew the request for approval.`);
  });
}

/**
 * What was asked for is not what the run will be: the request goes, as nobody may approve what was not shown. Returns false
 * when it is launched already.
 */
export async function withdrawChanged(tx: Tx, workspaceId: string, runId: string): Promise<boolean> {
  if (!(await findOpenApproval(tx, workspaceId, runId))) return true;
  const { status } = await lockRun(tx, workspaceId, runId);
  const open = await findOpenApproval(tx, workspaceId, runId);
  if (open && (await tryMoveApproval(tx, open.id, 'withdrawn', { by: null, note: CHANGED }))) {
    const sentence = 'The run was changed, so the request for approval was withdrawn.';
    await addRunEvent(tx, { workspaceId, runId }, 'person', sentence);
  }
  return status === 'draft';
}

/**
 * Ends the request of a run that `actor` launches now, and gives the run the price that was shown with it. A run that is not
 * the one that was asked for is launched on the launcher's own word. The caller holds the lock of the run.
 */
export async function settleApproval(tx: Tx, actor: Actor, runId: string, isApproved: boolean): Promise<void> {
  const { workspaceId } = actor;
  const open = await findOpenApproval(tx, workspaceId, runId);
  if (!open) return;
  const isSame = open.fingerprint === (await fingerprintOf(tx, workspaceId, runId));
  if (!isApproved || !isSame) {
    const note = isSame ? 'It was launched without an approval, which it did not need any more.' : CHANGED;
    return moveApproval(tx, open.id, 'withdrawn', { by: isSame ? actor : null, note });
  }
  await tx.run.update({ where: { id: runId }, data: { estimate: RunEstimate.parse(open.estimate) } });
  await moveApproval(tx, open.id, 'approved', { by: actor });
  await recordAudit(tx, actor, 'approval.given', runId, { requestedBy: open.requestedByName });
  const sentence = `${actor.name} approved this run, which ${open.requestedByName} asked for.`;
  await addRunEvent(tx, { workspaceId, runId }, 'person', sentence);
}
