import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { retryFailed } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { lockRun, moveRun } from './run-queries.ts';

/**
 * Puts failed rows (after a cancel, canceled ones too) back to waiting and returns how many: all of them, or those of some
 * causes and row indexes. Rows that have an answer are
 * never sent again, and of two people who retry the same rows one does. Throws `conflict` when no row can be retried.
 */
export async function retryItems(
  actor: Actor,
  runId: string,
  options: { causes?: readonly string[] | undefined; rows?: readonly number[] | undefined },
): Promise<number> {
  return db().$transaction(
    async (tx) => {
      const run = await lockRun(tx, actor.workspaceId, runId);
      if (run.status === 'draft')
        throw new AppError('conflict', 'This run is not launched yet, so nothing can be retried.');
      if (run.status === 'canceling')
        throw new AppError('conflict', 'This run is being canceled. Retry once that is done.');
      const retried = run.plannedAt ? await retryFailed(tx, run, options) : unplanned(run, options);
      if (retried === 0) throw new AppError('conflict', 'No failed row of this kind is left to retry.');
      // Whoever presses Retry does not want the pause between automatic tries.
      await tx.batch.updateMany({ where: { runId, retryAt: { not: null } }, data: { retryAt: null } });
      if (isRunOver(run.status)) {
        await moveRun(tx, runId, 'running');
        // Its hurry is over, and what is retried was shown at the price of a batch.
        await tx.run.update({ where: { id: runId }, data: { lane: 'batch', deadlineAt: null, deadlineNote: null } });
      }
      const rows = retried === 1 ? '1 row' : `${retried.toLocaleString('en-US')} rows`;
      await addRunEvent(
        tx,
        { workspaceId: actor.workspaceId, runId },
        'person',
        `${actor.name} asked to retry ${rows}.`,
      );
      await enqueue(tx, 'run.plan', { runId }, runId);
      return retried;
    },
    { timeout: 120_000 },
  );
}

/** A run canceled before its first row was sent has no items yet: all of its rows come back. */
function unplanned(run: { status: string; rowCount: number }, only: { rows?: readonly number[] | undefined }): number {
  return run.status === 'canceled' && only.rows === undefined ? run.rowCount : 0;
}
