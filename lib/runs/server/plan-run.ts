import 'server-only';
import { newId } from '#lib/ids.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueueAll } from '#lib/platform/queue/queue.ts';
import { again, done, type Outcome } from '#lib/platform/queue/tasks.ts';
import { wakeNextUnderCap } from './cap-room.ts';
import { finishIfSettled } from './finish-run.ts';
import { type Held, listHeld } from './held-rows.ts';
import { assignWaiting, countWaitingByAttempts, insertItems } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { findRunPlace, lockRun, tryMoveRun } from './run-queries.ts';

/** Writing a million items takes a while; the transaction must not be cut off for it. */
const PLAN_TRANSACTION = { timeout: 15 * 60_000, maxWait: 30_000 };
/** A task that comes a moment early would find its rows still held. */
const PAST_PAUSE_MS = 20;

/**
 * Cuts the rows that wait into batches and sends each on its way, or ends a run that has nothing left to do. One
 * transaction under the run's lock: a second planner finds nothing waiting. A batch is cut here by number of requests;
 * the limit in bytes is met while rendering, where the sizes are known. Rows that failed for a moment go out once their
 * pause is over: then this comes again.
 */
export async function planRun(runId: string): Promise<Outcome> {
  failPoint('plan.before-place');
  const place = await findRunPlace(db(), runId);
  if (!place) return done;
  failPoint('plan.before-transaction');
  const heldForMs = await db().$transaction(async (tx) => {
    const run = await lockRun(tx, place.workspaceId, runId);
    failPoint('plan.before-move');
    if (run.status === 'queued') await tryMoveRun(tx, run.id, 'running');
    if (run.status === 'queued' || run.status === 'running') {
      failPoint('plan.before-held');
      if (run.budgetPicoUsd !== null) await wakeNextUnderCap(tx, run.id, 0);
      const held = await listHeld(tx, run.id);
      const batchIds = run.plannedAt ? await planWaiting(tx, run, held) : await planFirst(tx, run);
      failPoint('plan.before-enqueue');
      await enqueueAll(
        tx,
        'batch.advance',
        batchIds.map((batchId) => ({ payload: { batchId }, key: batchId })),
      );
      failPoint('plan.before-commit');
      if (batchIds.length > 0 || held.untilMs !== null) return held.untilMs;
    }
    await finishIfSettled(tx, run);
    return null;
  }, PLAN_TRANSACTION);
  failPoint('plan.after-commit');
  return heldForMs === null ? done : again(heldForMs + PAST_PAUSE_MS);
}

type LockedRun = Awaited<ReturnType<typeof lockRun>>;

async function planFirst(tx: Tx, run: LockedRun): Promise<string[]> {
  failPoint('plan.before-batches');
  const batchIds = await createBatches(tx, run, { attempt: 1, rowCount: run.rowCount, after: 0 });
  failPoint('plan.before-items');
  await insertItems(tx, run, batchIds);
  failPoint('plan.before-planned');
  await tx.run.update({ where: { id: run.id }, data: { plannedAt: now(), startedAt: now() } });
  const rows = run.rowCount === 1 ? '1 row' : `${run.rowCount.toLocaleString('en-US')} rows`;
  const batches = batchIds.length === 1 ? '1 batch' : `${batchIds.length.toLocaleString('en-US')} batches`;
  await addRunEvent(tx, { workspaceId: run.workspaceId, runId: run.id }, 'planned', `Put ${rows} into ${batches}.`);
  return batchIds;
}

async function planWaiting(tx: Tx, run: LockedRun, held: Held): Promise<string[]> {
  const batchIds: string[] = [];
  failPoint('plan.before-count-waiting');
  for (const { attempts, count } of await countWaitingByAttempts(tx, run.id, held)) {
    failPoint('plan.before-number');
    const after = await lastBatchNumber(tx, run.id);
    const added = await createBatches(tx, run, { attempt: attempts + 1, rowCount: count, after });
    failPoint('plan.before-assign');
    await assignWaiting(tx, run, attempts, added, held);
    failPoint('plan.after-assign');
    const rows = count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
    const what =
      attempts === 0
        ? `Put ${rows} that were not sent yet into a new batch.`
        : `Retrying ${rows} in a new batch (attempt ${attempts + 1}).`;
    await addRunEvent(tx, { workspaceId: run.workspaceId, runId: run.id }, 'planned', what);
    batchIds.push(...added);
  }
  return batchIds;
}

async function createBatches(
  tx: Tx,
  run: LockedRun,
  plan: { attempt: number; rowCount: number; after: number },
): Promise<string[]> {
  const count = Math.ceil(plan.rowCount / run.maxRequests);
  const createdAt = now();
  const batches = Array.from({ length: count }, (_, index) => ({
    id: newId('bat'),
    workspaceId: run.workspaceId,
    runId: run.id,
    connectionId: run.connectionId,
    number: plan.after + index + 1,
    attempt: plan.attempt,
    submissionId: newId('sub'),
    requestCount: Math.min(run.maxRequests, plan.rowCount - index * run.maxRequests),
    createdAt,
  }));
  await tx.batch.createMany({ data: batches });
  return batches.map((batch) => batch.id);
}

async function lastBatchNumber(tx: Tx, runId: string): Promise<number> {
  const last = await tx.batch.findFirst({ where: { runId }, select: { number: true }, orderBy: { number: 'desc' } });
  return last?.number ?? 0;
}
