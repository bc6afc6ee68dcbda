import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { getReceipt } from './receipt.ts';
import { addRunEvent } from './run-events.ts';
import { tryMoveRun } from './run-queries.ts';

/**
 * Launches a draft, once: of two clicks, tabs or programs the first does it, and the others find it done.
 * @throws AppError `not_found`.
 */
export async function launchRun(actor: Actor, runId: string): Promise<void> {
  const run = await db().run.findFirst({
    where: { id: runId, workspaceId: actor.workspaceId },
    select: { status: true, estimate: true },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  // A program launches without looking at the receipt; the run keeps what it would have said all the same.
  if (run.status === 'draft' && run.estimate === null) await getReceipt(db(), actor.workspaceId, runId);
  await db().$transaction((tx) => launchDraft(tx, actor, runId));
}

/** In the caller's transaction: the status, the log line and the first task, or nothing if it was launched before. */
export async function launchDraft(tx: Tx, actor: Actor, runId: string): Promise<void> {
  if (!(await tryMoveRun(tx, runId, 'queued'))) return;
  await addRunEvent(tx, { workspaceId: actor.workspaceId, runId }, 'launched', `${actor.name} launched this run.`);
  await enqueue(tx, 'run.plan', { runId }, runId);
}
