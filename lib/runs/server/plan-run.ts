import 'server-only';
import { countOf } from '#lib/format.ts';
import { newId } from '#lib/ids.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueueAll } from '#lib/platform/queue/queue.ts';
import { again, done, type Outcome } from '#lib/platform/queue/tasks.ts';
import { rowsPerBatch, rowsPerRequestAt } from '#lib/runs/packing.ts';
import { reusedRowsSentence, sameRowsSentence } from '#lib/runs/same-rows-words.ts';
import { wakeNextUnderCap } from './cap-room.ts';
import { finishIfSettled } from './finish-run.ts';
import { type Held, listHeld } from './held-rows.ts';
import { assignWaiting, countWaitingByAttempts, insertItems } from './item-store.ts';
import { meetDeadline } from './meet-deadline.ts';
import { insertReused, rowsLeft } from './reuse-answers.ts';
import { addRunEvent } from './run-events.ts';
import { findRunPlace, lockRun, tryMoveRun } from './run-queries.ts';
import { findRequests, hashedRows, insertGroups, placeRequests } from './same-requests.ts';

/** Writing a million items takes a while; the transaction must not be cut off for it. */
const PLAN_TRANSACTION = { timeout: 15 * 60_000, maxWait: 30_000 };
/** A task that comes a moment early would find its rows still held. */
const PAST_PAUSE_MS = 20;
/** One worker asks for so many rows before another may take the next. */
const MAX_NOW_REQUESTS = 500;
const NOTHING_REUSED = { rows: 0, picoUsd: null };

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
    const run = inLane(await lockRun(tx, place.workspaceId, runId));
    failPoint('plan.before-move');
    let planned = run;
    if (run.status === 'queued') await tryMoveRun(tx, run.id, 'running');
    if (run.status === 'queued' || run.status === 'running') {
      failPoint('plan.before-held');
      if (run.budgetPicoUsd !== null) await wakeNextUnderCap(tx, run.id, 0);
      const held = await listHeld(tx, run.id);
      const batchIds = run.plannedAt ? await planWaiting(tx, run, held) : await planFirst(tx, run);
      // All of its rows may have been answered before: then there is nothing to send, and it is over.
      planned = { ...run, plannedAt: run.plannedAt ?? now() };
      failPoint('plan.before-enqueue');
      await enqueueAll(
        tx,
        'batch.advance',
        batchIds.map((batchId) => ({ payload: { batchId }, key: batchId })),
      );
      failPoint('plan.before-commit');
      const deadlineMs = await meetDeadline(tx, planned);
      if (deadlineMs !== null) return held.untilMs === null ? deadlineMs : Math.min(held.untilMs, deadlineMs);
      if (batchIds.length > 0 || held.untilMs !== null) return held.untilMs;
    }
    await finishIfSettled(tx, planned);
    return null;
  }, PLAN_TRANSACTION);
  failPoint('plan.after-commit');
  return heldForMs === null ? done : again(heldForMs + PAST_PAUSE_MS);
}

/**
 * What goes out one by one is put together in smaller numbers, so that several workers may share it; and each row is asked alone,
 * so that an answer that is lost is one row's, unless it is tried how rows are answered together.
 */
function inLane<R extends Pick<LockedRun, 'lane' | 'maxRequests' | 'rowsPerRequest' | 'purpose'>>(run: R): R {
  if (run.lane === 'batch') return run;
  const rowsPerRequest = run.purpose === 'try' ? run.rowsPerRequest : 1;
  return { ...run, maxRequests: Math.min(run.maxRequests, MAX_NOW_REQUESTS), rowsPerRequest };
}

type LockedRun = Awaited<ReturnType<typeof lockRun>>;

async function planFirst(tx: Tx, run: LockedRun): Promise<string[]> {
  failPoint('plan.before-requests');
  const { reused, rows, requests } = await chooseRequests(tx, run);
  const requestCount = requests?.count ?? run.rowCount;
  const sameRows = run.rowCount - reused.rows - requestCount;
  failPoint('plan.before-batches');
  const { ids: batchIds, rowsPerBatch } = await createBatches(tx, run, { attempt: 1, requestCount, after: 0 });
  failPoint('plan.before-items');
  if (!requests) await insertItems(tx, { ...run, rowsPerBatch }, batchIds);
  else if (requests.count > 0) await insertGroups(tx, run, rows, { ids: batchIds, firstRows: requests.firstRows });
  failPoint('plan.before-planned');
  await tx.run.update({
    where: { id: run.id },
    data: { sameRows, reusedRows: reused.rows, reusedPicoUsd: reused.picoUsd, plannedAt: now(), startedAt: now() },
  });
  const left = run.rowCount - reused.rows;
  const said = [
    ...(reused.rows > 0 ? [reusedRowsSentence(reused.rows)] : []),
    ...(left > 0 ? [`Put ${countOf(left, 'row')} into ${countOf(batchIds.length, 'batch', 'batches')}.`] : []),
    ...(sameRows > 0 ? [sameRowsSentence(sameRows)] : []),
    ...(run.rowsPerRequest > 1 && left > 0 ? [`Up to ${run.rowsPerRequest} rows share a request.`] : []),
  ];
  await addRunEvent(tx, { workspaceId: run.workspaceId, runId: run.id }, 'planned', said.join(' '));
  return batchIds;
}

/**
 * Takes the answers that are there already, if the run may, and finds the requests of the rest. Without `requests` every row is
 * sent, which needs no look at the rows at all.
 */
async function chooseRequests(tx: Tx, run: LockedRun) {
  const step = { every: rowsPerBatchOf(run, 1) };
  const { requestHash, dedupe } = run;
  const reused = run.reuse && requestHash !== null ? await insertReused(tx, { ...run, requestHash }) : NOTHING_REUSED;
  if (reused.rows > 0) {
    const rows = await rowsLeft(tx, run);
    return { reused, rows, requests: await placeRequests(tx, rows, { step, dedupe }) };
  }
  const requests = dedupe ? await findRequests(tx, run, step) : null;
  return { reused, rows: requests ? await hashedRows(tx, run) : Prisma.empty, requests };
}

async function planWaiting(tx: Tx, run: LockedRun, held: Held): Promise<string[]> {
  const batchIds: string[] = [];
  failPoint('plan.before-count-waiting');
  for (const { attempts, rows, requests } of await countWaitingByAttempts(tx, run.id, held)) {
    failPoint('plan.before-number');
    const after = await lastBatchNumber(tx, run.id);
    const { ids: added, rowsPerBatch } = await createBatches(tx, run, {
      attempt: attempts + 1,
      requestCount: requests,
      after,
    });
    failPoint('plan.before-assign');
    await assignWaiting(tx, { id: run.id, rowsPerBatch }, attempts, added, held);
    failPoint('plan.after-assign');
    const what =
      attempts === 0
        ? `Put ${countOf(rows, 'row')} that were not sent yet into a new batch.`
        : `Retrying ${countOf(rows, 'row')} in a new batch (attempt ${attempts + 1}).`;
    await addRunEvent(tx, { workspaceId: run.workspaceId, runId: run.id }, 'planned', what);
    batchIds.push(...added);
  }
  return batchIds;
}

async function createBatches(
  tx: Tx,
  run: LockedRun,
  plan: { attempt: number; requestCount: number; after: number },
): Promise<{ ids: string[]; rowsPerBatch: number }> {
  const rowsPerRequest = rowsPerRequestAt(run, plan.attempt);
  const inEach = rowsPerBatch(run, rowsPerRequest);
  const count = Math.ceil(plan.requestCount / inEach);
  const createdAt = now();
  const batches = Array.from({ length: count }, (_, index) => ({
    id: newId('bat'),
    workspaceId: run.workspaceId,
    runId: run.id,
    connectionId: run.connectionId,
    number: plan.after + index + 1,
    attempt: plan.attempt,
    lane: run.lane,
    submissionId: newId('sub'),
    requestCount: Math.min(inEach, plan.requestCount - index * inEach),
    rowsPerRequest,
    createdAt,
  }));
  await tx.batch.createMany({ data: batches });
  return { ids: batches.map((batch) => batch.id), rowsPerBatch: inEach };
}

function rowsPerBatchOf(run: LockedRun, attempt: number): number {
  return rowsPerBatch(run, rowsPerRequestAt(run, attempt));
}

async function lastBatchNumber(tx: Tx, runId: string): Promise<number> {
  const last = await tx.batch.findFirst({ where: { runId }, select: { number: true }, orderBy: { number: 'desc' } });
  return last?.number ?? 0;
}
