import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import { type Db, db, type Tx } from '#lib/platform/db/client.ts';
import { MAX_NOW_ROWS } from '#lib/runs/limits.ts';
import { askedForNow, dearerByNow, type NowOffer, tooManyForNow } from '#lib/runs/now-words.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import { requireOwnLimit } from './approval-rule.ts';
import { hurry } from './hurry.ts';
import { countItems } from './item-counts.ts';
import { listLeftRows, nowCeiling } from './now-price.ts';
import { lockRun } from './run-queries.ts';
import { NOTHING_SPENT, sumSpending } from './run-spending.ts';

const BULK_TRANSACTION = { timeout: 120_000 };

/**
 * What it may cost to ask for the rest of a run one by one, now: nothing is sent by asking for it.
 * @throws AppError `not_found`, or `conflict` in words where there is nothing to hurry.
 */
export async function offerFinishNow(db: Db, workspaceId: string, runId: string): Promise<NowOffer> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId } });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  requireHurriable(run);
  const [counts, left] = await Promise.all([countItems(db, run), listLeftRows(db, runId, MAX_NOW_ROWS)]);
  const rows = counts.waiting + counts.inFlight;
  if (left.length === 0) throw new AppError('conflict', 'Every row of this run is settled; there is nothing to hurry.');
  if (left.length > MAX_NOW_ROWS) throw new AppError('conflict', tooManyForNow());
  const [most, about, atProvider] = await Promise.all([
    nowCeiling(db, run, left),
    usualCost(db, run),
    db.batch.aggregate({
      where: { runId, lane: 'batch', status: { in: ['submitting', 'unknown', 'submitted'] } },
      _sum: { requestCount: true },
    }),
  ]);
  const expected = about === null ? null : about * BigInt(left.length);
  return {
    ...{ rows, requests: left.length, atProvider: atProvider._sum.requestCount ?? 0 },
    mostUsd: most === null ? null : usdString(most),
    aboutUsd: expected === null || most === null ? null : usdString(expected < most ? expected : most),
  };
}

/** What one answer of this run takes at the real-time price: as its answers did so far, or else as it was estimated. */
async function usualCost(db: Db, run: { id: string; rowCount: number; estimate: unknown }): Promise<PicoUsd | null> {
  const sums = await db.batch.aggregate({
    where: { runId: run.id, realtimePicoUsd: { gt: 0 } },
    _sum: { realtimePicoUsd: true, succeeded: true },
  });
  const { realtimePicoUsd, succeeded } = sums._sum;
  if (realtimePicoUsd && succeeded) return realtimePicoUsd / BigInt(succeeded);
  const estimate = run.estimate === null ? null : RunEstimate.parse(run.estimate);
  const whole = parseUsd(estimate?.cost?.realtimeUsd ?? '');
  const requests = run.rowCount - (estimate?.sameRows ?? 0) - (estimate?.reusedRows ?? 0);
  return whole === null || requests <= 0 ? null : whole / BigInt(requests);
}

/**
 * Has the rest of a run asked for one by one, at the real-time price: what the provider has is stopped there, its finished answers are
 * kept at the price of a batch. `mostUsd` is what was agreed to.
 * @throws AppError `not_found`, or `conflict` in words, also where it may cost more than was agreed to, or than this person launches
 * by themselves.
 */
export async function finishNow(
  actor: Actor,
  runId: string,
  { mostUsd }: { mostUsd?: string | undefined } = {},
): Promise<NowOffer> {
  return db().$transaction(async (tx) => {
    await lockRun(tx, actor.workspaceId, runId);
    const offer = await offerFinishNow(tx, actor.workspaceId, runId);
    const [agreed, most] = [mostUsd, offer.mostUsd].map((amount) => (amount == null ? null : parseUsd(amount)));
    if (mostUsd !== undefined && agreed != null && most != null && most > agreed)
      throw new AppError('conflict', dearerByNow(usdString(most), mostUsd));
    await requireOwnLimit(tx, actor, {
      runId,
      mayCostPicoUsd: most == null ? null : most + (await spentSoFar(tx, runId)),
    });
    await recordAudit(tx, actor, 'run.hurried', runId);
    await hurry(
      tx,
      { workspaceId: actor.workspaceId, runId },
      { lane: 'standard', why: askedForNow(actor.name, offer) },
    );
    return offer;
  }, BULK_TRANSACTION);
}

async function spentSoFar(tx: Tx, runId: string): Promise<PicoUsd> {
  const spending = (await sumSpending(tx, [runId])).get(runId) ?? NOTHING_SPENT;
  return spending.batchPicoUsd + spending.nowPicoUsd + spending.duplicatePicoUsd;
}

function requireHurriable(run: { status: string; lane: string; plannedAt: Date | null }): void {
  if (run.status !== 'running')
    throw new AppError('conflict', 'Only a run that is running can be finished now. Resume or launch it first.');
  if (run.lane === 'standard') throw new AppError('conflict', 'The rest of this run is being asked for now already.');
  if (run.plannedAt === null)
    throw new AppError('conflict', 'The rows are still being put into batches. Try again in a moment.');
}
