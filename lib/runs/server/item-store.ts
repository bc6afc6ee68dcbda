import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { type FailureCause, isTransient } from '#lib/providers/failure-causes.ts';
import { type Held, isDue } from './held-rows.ts';
import { isOpen } from './open-items.ts';

/**
 * Items in bulk: one of the few modules that speak SQL, because a run may have a million of them. Callers hold the run's
 * or the batch's row and have checked its workspace; every statement here is confined to one run.
 */

/** Writes the items of a run that has none yet, each already in its batch: row 0 goes to the first id, `maxRequests` rows each. */
export async function insertItems(
  tx: Db,
  run: { id: string; rowCount: number; maxAttempts: number; maxRequests: number },
  batchIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    insert into "item" ("runId", "rowIndex", "status", "attemptsLeft", "batchId")
    select ${run.id}, n, 'in_flight', ${run.maxAttempts}::smallint, (${[...batchIds]}::text[])[1 + n / ${run.maxRequests}::int]
    from generate_series(0, ${run.rowCount}::int - 1) n`;
}

/** How many items wait and may go out now, by the number of times they were sent already. */
export async function countWaitingByAttempts(
  tx: Db,
  runId: string,
  held: Pick<Held, 'batchIds'>,
): Promise<{ attempts: number; count: number }[]> {
  return tx.$queryRaw`
    select "attempts"::int as attempts, count(*)::int as count from "item"
    where "runId" = ${runId} and ${isDue(held)} group by 1 order by 1`;
}

/** Puts the waiting items that were sent `attempts` times into the batches, in row order, `maxRequests` each. */
export async function assignWaiting(
  tx: Db,
  run: { id: string; maxRequests: number },
  attempts: number,
  batchIds: readonly string[],
  held: Pick<Held, 'batchIds'>,
): Promise<number> {
  // Rows may have come to wait since they were counted; those past the last batch wait for the next planning.
  const places = batchIds.length * run.maxRequests;
  return tx.$executeRaw`
    update "item" i set "status" = 'in_flight', "batchId" = (${[...batchIds]}::text[])[1 + (w.place - 1) / ${run.maxRequests}::int]
    from (
      select "rowIndex", row_number() over (order by "rowIndex") as place from "item"
      where "runId" = ${run.id} and ${isDue(held)} and "attempts" = ${attempts}::smallint
    ) w
    where i."runId" = ${run.id} and i."rowIndex" = w."rowIndex" and w.place <= ${places}::int`;
}

/** Takes a batch's items from a row on back to waiting: they were not sent. Returns how many. */
export async function releaseItems(tx: Db, batch: { runId: string; id: string }, fromRowIndex = 0): Promise<number> {
  return tx.$executeRaw`
    update "item" set "status" = 'waiting', "batchId" = null
    where "runId" = ${batch.runId} and "status" = 'in_flight' and "rowIndex" >= ${fromRowIndex}::int and "batchId" = ${batch.id}`;
}

/** The row index of the batch's item in the middle, to cut it in two; null when it has fewer than two. */
export async function findMiddleRow(
  db: Db,
  batch: { runId: string; id: string; requestCount: number },
): Promise<number | null> {
  if (batch.requestCount < 2) return null;
  const rows = await db.$queryRaw<{ rowIndex: number }[]>`
    select "rowIndex" from "item" where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id}
    order by "rowIndex" offset ${Math.floor(batch.requestCount / 2)} limit 1`;
  return rows[0]?.rowIndex ?? null;
}

/** Marks the batch's items that were never sent, or never answered because of a cancel, as canceled. Returns how many. */
export async function cancelItems(tx: Db, batch: { runId: string; id: string }): Promise<number> {
  return tx.$executeRaw`
    update "item" set "status" = 'canceled', "cause" = 'canceled', "errorMessage" = 'The run was canceled before this row was answered.'
    where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id}`;
}

/** Marks every waiting item of a run as canceled. */
export async function cancelWaiting(tx: Db, runId: string): Promise<number> {
  return tx.$executeRaw`
    update "item" set "status" = 'canceled', "cause" = 'canceled', "errorMessage" = 'The run was canceled before this row was answered.'
    where "runId" = ${runId} and "status" = 'waiting' and ${isOpen}`;
}

/** Fails rows that could not be sent as they are. They keep their attempts: nothing was sent. */
export async function failUnsent(
  tx: Db,
  batch: { runId: string; id: string },
  failures: readonly { rowIndex: number; cause: string; message: string }[],
): Promise<number> {
  return tx.$executeRaw`
    update "item" i set "status" = 'failed', "cause" = f.cause, "errorMessage" = f.message
    from unnest(${failures.map((f) => f.rowIndex)}::int[], ${failures.map((f) => f.cause)}::text[], ${failures.map((f) => f.message)}::text[])
      as f(row, cause, message)
    where i."runId" = ${batch.runId} and i."rowIndex" = f.row and i."batchId" = ${batch.id} and i."status" = 'in_flight'`;
}

/** Fails every item of a batch the provider refused as a whole. */
export async function failBatchItems(
  tx: Db,
  batch: { runId: string; id: string },
  cause: string,
  message: string,
): Promise<number> {
  return tx.$executeRaw`
    update "item" set "status" = 'failed', "cause" = ${cause}, "errorMessage" = ${message}
    where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id}`;
}

/** Items in neither result file: sent, paid or not, and without an answer. They go on to the next attempt if they have one. */
export async function settleUnanswered(
  tx: Db,
  batch: { runId: string; id: string },
  as: { cause: FailureCause; message: string; mayRetry: boolean },
): Promise<{ retrying: number; failed: number }> {
  const retry = as.mayRetry && isTransient(as.cause);
  const rows = await tx.$queryRaw<{ status: string; count: number }[]>`
    with settled as (
      update "item" set
        "status" = (case when ${retry} and "attemptsLeft" > 1 then 'waiting' else 'failed' end)::"ItemStatus",
        "attempts" = "attempts" + 1, "attemptsLeft" = "attemptsLeft" - 1, "cause" = ${as.cause}, "errorMessage" = ${as.message}
      where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id}
      returning "status"::text as status
    ) select status, count(*)::int as count from settled group by 1`;
  const countOf = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
  return { retrying: countOf('waiting'), failed: countOf('failed') };
}

/**
 * Puts failed rows (and, after a cancel, canceled ones) back to waiting with a fresh set of attempts. `causes` and `rows`
 * (row indexes) narrow it.
 * Two people at once move each row once: the second finds it waiting already.
 */
export async function retryFailed(
  tx: Db,
  run: { id: string; maxAttempts: number },
  only: { causes?: readonly string[] | undefined; rows?: readonly number[] | undefined },
): Promise<number> {
  const ofCauses = only.causes ? Prisma.sql`and "cause" = any(${[...only.causes]}::text[])` : Prisma.empty;
  const ofRows = only.rows ? Prisma.sql`and "rowIndex" = any(${[...only.rows]}::int[])` : Prisma.empty;
  return tx.$executeRaw`
    update "item" set "status" = 'waiting', "attemptsLeft" = ${run.maxAttempts}::smallint
    where "runId" = ${run.id} and "status" in ('failed', 'canceled') and ${isOpen} ${ofCauses} ${ofRows}`;
}
