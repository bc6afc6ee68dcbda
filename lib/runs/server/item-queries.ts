import 'server-only';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import type { RunItem } from '#lib/runs/schema.ts';
import { ofStatus, open } from './open-items.ts';

export type ItemFilter = {
  status?: ItemStatus | undefined;
  cause?: string | undefined;
  after?: number | undefined;
  limit: number;
};

/** A page of a run's rows in row order; `after` is the last row index of the page before. Throws `not_found`. */
export async function listItems(
  db: Db,
  workspaceId: string,
  runId: string,
  filter: ItemFilter,
): Promise<{ data: RunItem[]; nextAfter: string | null }> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: { id: true } });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const items = await db.item.findMany({
    where: {
      runId,
      ...(filter.status && ofStatus(filter.status)),
      ...(filter.cause && { cause: filter.cause }),
      ...(filter.after !== undefined && { rowIndex: { gt: filter.after } }),
    },
    orderBy: { rowIndex: 'asc' },
    take: filter.limit + 1,
  });
  const page = items.slice(0, filter.limit);
  const data = page.map((item) => ({
    rowIndex: item.rowIndex,
    sameAs: item.sameAs,
    askedWith: (item.packSize ?? 1) - 1,
    reusedFrom: reusedFromOf(item),
    status: item.status,
    attempts: item.attempts,
    outputs: item.outputs,
    cause: item.cause,
    error: item.errorMessage,
    rawAnswer: item.rawAnswer,
    inputTokens: item.inputTokens,
    cachedInputTokens: item.cachedInputTokens,
    outputTokens: item.outputTokens,
    costUsd: item.costPicoUsd === null ? null : usdString(item.costPicoUsd),
  }));
  return { data, nextAfter: items.length > filter.limit ? String(page.at(-1)?.rowIndex) : null };
}

/** Where a row has its answer from that was not sent. */
export function reusedFromOf(item: {
  reusedRunId: string | null;
  reusedRowIndex: number | null;
}): RunItem['reusedFrom'] {
  const { reusedRunId: runId, reusedRowIndex: rowIndex } = item;
  return runId === null || rowIndex === null ? null : { runId, rowIndex };
}

/** Row indexes a batch's file held, in the file's order. */
export async function listBatchRows(db: Db, batch: { id: string; runId: string }): Promise<number[]> {
  const items = await db.item.findMany({
    where: { runId: batch.runId, status: 'in_flight', batchId: batch.id, sameAs: null },
    select: { rowIndex: true },
    orderBy: { rowIndex: 'asc' },
  });
  return items.map((item) => item.rowIndex);
}

/** Failed rows by cause, most first, each with one row's message. */
export async function countFailures(db: Db, runId: string) {
  const groups = await db.item.groupBy({
    by: ['cause'],
    where: { runId, status: 'failed', ...open },
    _count: { _all: true },
    _min: { errorMessage: true },
  });
  return groups
    .map((group) => ({ cause: group.cause ?? 'missing', count: group._count._all, example: group._min.errorMessage }))
    .toSorted((a, b) => b.count - a.count);
}

/** The first rows that failed for a cause, by index. */
export async function listFailedRows(db: Db, runId: string, cause: string, limit: number): Promise<number[]> {
  const items = await db.item.findMany({
    where: { runId, status: 'failed', cause, ...open },
    select: { rowIndex: true },
    orderBy: { rowIndex: 'asc' },
    take: limit,
  });
  return items.map((item) => item.rowIndex);
}

/** Rows that wait to be sent again by themselves. */
export async function countRetrying(db: Db, runId: string): Promise<number> {
  return db.item.count({ where: { runId, status: 'waiting', attempts: { gt: 0 }, ...open } });
}
