import 'server-only';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { parkTask } from '#lib/platform/queue/task-hold.ts';
import { addRunEvent } from './run-events.ts';
import { findRunPlace, tryMoveRun } from './run-queries.ts';

type TaskOfRun = Parameters<typeof parkTask>[1];

/** Puts aside a run's planning, which ends every process it is tried in, and pauses the run. */
export async function parkRun(runId: string, task: TaskOfRun): Promise<void> {
  await db().$transaction(async (tx) => {
    await parkTask(tx, task);
    const run = await findRunPlace(tx, runId);
    if (run) await pause(tx, { workspaceId: run.workspaceId, runId }, 'The planning of this run');
  });
}

/** Puts aside the work on one batch, which ends every process it is tried in, and pauses its run. */
export async function parkBatch(batchId: string, task: TaskOfRun): Promise<void> {
  await db().$transaction(async (tx) => {
    await parkTask(tx, task);
    const batch = await tx.batch.findUnique({
      where: { id: batchId },
      select: { workspaceId: true, runId: true, number: true },
    });
    if (!batch) return;
    await pause(tx, { workspaceId: batch.workspaceId, runId: batch.runId, batchId }, `Work on batch ${batch.number}`);
  });
}

/** A run that is being canceled cannot pause; it hears of it in its log alone. */
async function pause(tx: Tx, place: Parameters<typeof addRunEvent>[1], what: string): Promise<void> {
  const reason = `${what} ended Rowmill’s worker again and again, so it was put aside and the run is paused. Nothing was lost, and other runs go on. Resume to try again; if this comes back, the server log says more.`;
  await tryMoveRun(tx, place.runId, 'paused', { reason });
  await addRunEvent(tx, place, 'alarm', reason);
}
