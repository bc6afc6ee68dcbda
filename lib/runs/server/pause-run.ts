import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { wakeRun } from './cancel-run.ts';
import { addRunEvent } from './run-events.ts';
import { lockRun, moveRun } from './run-queries.ts';

/** Stops sending. Batches at the provider go on and are read when they are done. Throws `conflict` when it cannot be. */
export async function pauseRun(actor: Actor, runId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockRun(tx, actor.workspaceId, runId);
    await moveRun(tx, runId, 'paused', { reason: `${actor.name} paused this run.` });
    await addRunEvent(tx, { workspaceId: actor.workspaceId, runId }, 'person', `${actor.name} paused this run.`);
  });
}

/** Goes on where it paused. Throws `conflict` when it is not paused. */
export async function resumeRun(actor: Actor, runId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const run = await lockRun(tx, actor.workspaceId, runId);
    // `running` can be reached from other statuses too, by a retry; resuming is for paused runs alone.
    if (run.status !== 'paused')
      throw new AppError('conflict', 'This run is not paused, so there is nothing to resume.');
    await resumeLocked(tx, actor, runId);
  });
}

/** The caller holds the lock of a run that is paused. */
export async function resumeLocked(tx: Tx, actor: Actor, runId: string): Promise<void> {
  await moveRun(tx, runId, 'running');
  await addRunEvent(tx, { workspaceId: actor.workspaceId, runId }, 'person', `${actor.name} resumed this run.`);
  await wakeRun(tx, runId);
}
