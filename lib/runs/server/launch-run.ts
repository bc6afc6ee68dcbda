import 'server-only';
import { can } from '#lib/auth/roles.ts';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { parseUsd } from '#lib/money.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { Launch } from './launch-rule.ts';
import { findObjection } from './launch-rules.ts';
import { getReceipt } from './receipt.ts';
import { requestApproval, settleApproval } from './request-approval.ts';
import { addRunEvent } from './run-events.ts';
import { lockRun, moveRun } from './run-queries.ts';

/** A lead was asked in place of a launch: `sentence` is the rule that says so. */
export type LaunchOutcome = { kind: 'launched' } | { kind: 'asked'; sentence: string };

/**
 * Launches a draft, once: of two clicks, tabs or programs the first does it, and the others find it done. Where a rule wants a
 * lead's approval, it is asked for.
 * @throws AppError `not_found`, or `conflict` where a rule refuses.
 */
export async function launchRun(actor: Actor, runId: string): Promise<LaunchOutcome> {
  const run = await db().run.findFirst({
    where: { id: runId, workspaceId: actor.workspaceId },
    select: { status: true, estimate: true },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  // A program launches without looking at the receipt; the run keeps what it would have said all the same.
  if (run.status === 'draft' && run.estimate === null) await getReceipt(db(), actor.workspaceId, runId);
  return db().$transaction((tx) => launchDraft(tx, actor, runId));
}

/**
 * The one door from a draft to a launched run. In the caller's transaction: the status, the log line and the first task, or a
 * request for approval, or nothing if it was launched before.
 */
export async function launchDraft(tx: Tx, actor: Actor, runId: string): Promise<LaunchOutcome> {
  const { workspaceId } = actor;
  const { status } = await lockRun(tx, workspaceId, runId);
  if (status !== 'draft') return { kind: 'launched' };
  const objection = await findObjection(tx, { actor, run: await readLaunch(tx, workspaceId, runId) });
  if (objection?.kind === 'refused') throw new AppError('conflict', objection.sentence);
  if (objection) {
    await requestApproval(tx, actor, runId);
    return { kind: 'asked', sentence: objection.sentence };
  }
  await settleApproval(tx, actor, runId, can(actor.role, 'run:approve'));
  await moveRun(tx, runId, 'queued');
  await recordAudit(tx, actor, 'run.launched', runId);
  await addRunEvent(tx, { workspaceId, runId }, 'launched', `${actor.name} launched this run.`);
  await enqueue(tx, 'run.plan', { runId }, runId);
  return { kind: 'launched' };
}

async function readLaunch(tx: Tx, workspaceId: string, runId: string): Promise<Launch['run']> {
  const run = await tx.run.findFirstOrThrow({
    where: { id: runId, workspaceId },
    select: { estimate: true, connection: { select: { kind: true } } },
  });
  const highUsd = run.estimate === null ? null : (RunEstimate.parse(run.estimate).cost?.highUsd ?? null);
  return {
    ...{ id: runId, workspaceId, simulated: run.connection.kind === 'sandbox' },
    highPicoUsd: highUsd === null ? null : parseUsd(highUsd),
  };
}
