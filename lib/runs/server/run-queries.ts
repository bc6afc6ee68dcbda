import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { RunStatus } from '#lib/platform/db/generated/enums.ts';
import { isRunOver, RUN_MOVES, sourcesOf } from '#lib/runs/state.ts';

/** Moves a run, or throws `conflict` in words. Check and write are one statement, so of two movers one wins. */
export async function moveRun(
  tx: Db,
  runId: string,
  to: RunStatus,
  data: { reason?: string | null } = {},
): Promise<void> {
  if (await tryMoveRun(tx, runId, to, data)) return;
  const run = await tx.run.findUnique({ where: { id: runId }, select: { status: true } });
  throw new AppError('conflict', run ? refusal(run.status, to) : 'This run does not exist any more.');
}

/** Moves a run if it is in a status from which it may. */
export async function tryMoveRun(
  tx: Db,
  runId: string,
  to: RunStatus,
  data: { reason?: string | null } = {},
): Promise<boolean> {
  const { count } = await tx.run.updateMany({
    where: { id: runId, status: { in: sourcesOf(RUN_MOVES, to) } },
    data: { status: to, reason: data.reason ?? null, ...timesOf(to) },
  });
  return count === 1;
}

function timesOf(to: RunStatus) {
  if (to === 'queued') return { launchedAt: now() };
  if (to === 'running') return { finishedAt: null };
  if (isRunOver(to)) return { finishedAt: now() };
  return {};
}

const STATUS_WORDS: Record<RunStatus, string> = {
  draft: 'not launched yet',
  queued: 'about to start',
  running: 'running',
  paused: 'paused',
  canceling: 'being canceled',
  succeeded: 'finished',
  completed_with_failures: 'finished',
  failed: 'failed',
  canceled: 'canceled',
};

function refusal(from: RunStatus, to: RunStatus): string {
  const wish: Partial<Record<RunStatus, string>> = {
    queued: 'launched',
    running: 'resumed or retried',
    paused: 'paused',
    canceling: 'canceled',
  };
  return `This run is ${STATUS_WORDS[from]}, so it cannot be ${wish[to] ?? to} now.`;
}

/** Locks a run's row until the transaction ends. Throws `not_found`, also for another workspace's run. */
export async function lockRun(tx: Db, workspaceId: string, runId: string) {
  // Taking the lock through an update of nothing keeps it in the query language of the rest of this file.
  const { count } = await tx.run.updateMany({ where: { id: runId, workspaceId }, data: { workspaceId } });
  if (count === 0) throw new AppError('not_found', 'This run does not exist.');
  return tx.run.findUniqueOrThrow({
    where: { id: runId },
    select: {
      id: true,
      workspaceId: true,
      status: true,
      maxAttempts: true,
      maxRequests: true,
      rowsPerRequest: true,
      rowCount: true,
      prompt: true,
      dedupe: true,
      reuse: true,
      requestHash: true,
      datasetId: true,
      connectionId: true,
      plannedAt: true,
      budgetPicoUsd: true,
      lane: true,
      purpose: true,
      pickedRows: true,
      deadlineAt: true,
      deadlineNote: true,
    },
  });
}

/** Whose run it is, for tasks that carry only its id. */
export async function findRunPlace(db: Db, runId: string) {
  return db.run.findUnique({ where: { id: runId }, select: { id: true, workspaceId: true } });
}
