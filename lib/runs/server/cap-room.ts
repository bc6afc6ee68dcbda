import 'server-only';
import type { PicoUsd } from '#lib/money.ts';
import { type Db, db, type Tx } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { capNotKept, pausedAtCap, waitsUnderCap } from '#lib/runs/cap-words.ts';
import { type Ceiling, requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { linePauseMs } from '#lib/runs/pauses.ts';
import { type EngineBatch, holdBatch } from './batch-queries.ts';
import { type CapUse, sumCapUse } from './cap-account.ts';
import { placeOf, startOver } from './handle-refusal.ts';
import { pauseScale } from './pause-scale.ts';
import { addRunEvent } from './run-events.ts';
import { lockRun, tryMoveRun } from './run-queries.ts';
import { next, type Step, wait } from './step.ts';

type Room = CapUse & { capPicoUsd: PicoUsd; usedPicoUsd: PicoUsd; roomPicoUsd: PicoUsd };

/**
 * What the rows of a batch may cost now, and whether others would be waited for if none of them fits; null for a run without a
 * cap. Only a guess: whoever sends asks again under lock.
 */
export async function findRoom(db: Db, batch: EngineBatch): Promise<Pick<Room, 'roomPicoUsd' | 'isOnTheWay'> | null> {
  const run = await db.run.findUnique({ where: { id: batch.runId }, select: { budgetPicoUsd: true } });
  if (!run || run.budgetPicoUsd === null) return null;
  // Where nothing is known of the cost, the lock is where it is said.
  if (requestCostsOf(batch.run, batch) === null) return null;
  return roomUnder(db, batch, run.budgetPicoUsd);
}

async function roomUnder(db: Db, batch: EngineBatch, capPicoUsd: PicoUsd): Promise<Room> {
  const costs = requestCostsOf(batch.run, batch);
  if (!costs) throw new Error(`What batch ${batch.id} may cost is not known.`);
  const use = await sumCapUse(db, batch.runId, costs, batch);
  const usedPicoUsd = use.spentPicoUsd + use.onTheWayPicoUsd;
  const left = capPicoUsd - usedPicoUsd;
  return { ...use, capPicoUsd, usedPicoUsd, roomPicoUsd: left < 0n ? 0n : left };
}

/** Held under the run's lock until the transaction ends. */
type Held = { kind: 'uncapped' } | { kind: 'stopped' } | { kind: 'unknown' } | { kind: 'capped'; room: Room };

/**
 * Locks the run, if it has a cap, and adds up what is left under it. The batch comes before its run, as everywhere. A run that
 * is not running any more sends nothing, however much is left.
 */
async function holdRoom(tx: Tx, batch: EngineBatch): Promise<Held> {
  const { budgetPicoUsd } = await tx.run.findUniqueOrThrow({
    where: { id: batch.runId },
    select: { budgetPicoUsd: true },
  });
  if (budgetPicoUsd === null) return { kind: 'uncapped' };
  failPoint('cap.before-lock');
  await holdBatch(tx, batch);
  const run = await lockRun(tx, batch.workspaceId, batch.runId);
  if (run.status !== 'running') return { kind: 'stopped' };
  if (run.budgetPicoUsd === null) return { kind: 'uncapped' };
  if (requestCostsOf(batch.run, batch) === null) return { kind: 'unknown' };
  failPoint('cap.before-sum');
  return { kind: 'capped', room: await roomUnder(tx, batch, run.budgetPicoUsd) };
}

/**
 * Whether a batch may be sent, decided under the run's lock: the caller moves it to `submitting` in the same transaction, and
 * from then on it holds its ceiling. Null when it may, or the step to take instead.
 */
export async function enterUnderCap(tx: Tx, batch: EngineBatch): Promise<Step | null> {
  const held = await holdRoom(tx, batch);
  if (held.kind === 'uncapped') return null;
  if (held.kind === 'stopped') return next;
  if (held.kind === 'unknown') return pauseAtCap(tx, batch, capNotKept(batch.run.model));
  const { room } = held;
  if (batch.ceilingPicoUsd !== null && batch.ceilingPicoUsd <= room.roomPicoUsd) {
    await wakeNextUnderCap(tx, batch.runId, batch.number);
    return null;
  }
  if (room.isOnTheWay || room.hasEarlier) return waitUnderCap(tx, batch, room);
  // Nothing else is under way: the rows that fit go out, which the next upload finds out.
  await startOver(tx, batch);
  failPoint('cap.before-start-over');
  return next;
}

/** Not even the first row of a batch fits: it waits for others to be over, or the run pauses. */
export async function stopAtCap(
  batch: EngineBatch,
  rows: { measured: number } & { [K in keyof Ceiling]: PicoUsd | null },
  roomPicoUsd: PicoUsd,
): Promise<Step> {
  const step = await db().$transaction(async (tx) => {
    const held = await holdRoom(tx, batch);
    if (held.kind !== 'capped') return next;
    const { room } = held;
    // Meanwhile another batch was over, or a person raised the cap.
    if (room.roomPicoUsd > roomPicoUsd || rows.measured === 0) return next;
    if (room.isOnTheWay || room.hasEarlier) return waitUnderCap(tx, batch, room);
    const about = { rows: rows.measured, ceilingPicoUsd: rows.ceilingPicoUsd ?? 0n };
    return pauseAtCap(tx, batch, pausedAtCap(room, about));
  });
  failPoint('cap.after-stop');
  return step;
}

/** The run stops sending; a person raises the cap. The batch stays as it is and goes on from there. */
async function pauseAtCap(tx: Tx, batch: EngineBatch, sentence: string): Promise<Step> {
  failPoint('cap.before-pause');
  if (await tryMoveRun(tx, batch.runId, 'paused', { reason: sentence }))
    await addRunEvent(tx, placeOf(batch), 'trouble', sentence);
  failPoint('cap.before-pause-commit');
  return next;
}

async function waitUnderCap(tx: Tx, batch: EngineBatch, room: Room): Promise<Step> {
  failPoint('cap.before-wait');
  const reason = waitsUnderCap(room);
  if (batch.reason === null) await addRunEvent(tx, placeOf(batch), 'waiting', `Batch ${batch.number}: ${reason}`);
  await tx.batch.update({ where: { id: batch.id }, data: { reason } });
  failPoint('cap.before-wait-commit');
  return wait(linePauseMs(0, pauseScale()));
}

/** Has the first batch after `number` that is not sent yet looked at now. One that is sent wakes the next. */
export async function wakeNextUnderCap(tx: Tx, runId: string, number: number): Promise<void> {
  const first = await tx.batch.findFirst({
    where: { runId, number: { gt: number }, status: { in: ['planned', 'uploaded'] } },
    select: { id: true },
    orderBy: { number: 'asc' },
  });
  if (first) await enqueue(tx, 'batch.advance', { batchId: first.id }, first.id);
}
