import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { type FailureCause, isTransient } from '#lib/providers/failure-causes.ts';
import { type Held, isDue } from './held-rows.ts';
import { isOpen } from './open-items.ts';
import { wholeGroups } from './same-requests.ts';

/**
 * Items in bulk: one of the few modules that speak SQL, because a run may have a million of them. Callers hold the run's
 * or the batch's row and have checked its workspace; every statement here is confined to one run.
 *
 * Rows that ask the same as an earlier one (`sameAs`) move with it, always and in the same statement. Batches count requests,
 * which are rows without `sameAs`; people count rows.
 */

/** How many rows a statement moved, and how many requests they are. */
export type Moved = { rows: number; requests: number };

/** Runs an update of items and counts what it moved. */
export async function move(tx: Db, update: Prisma.Sql): Promise<Moved> {
  const [moved] = await tx.$queryRaw<Moved[]>`
    with moved as (${update} returning "sameAs")
    select count(*)::int as "rows", (count(*) filter (where "sameAs" is null))::int as "requests" from moved`;
  if (!moved) throw new Error('A count has one row.');
  return moved;
}

/** Writes the items of a run that has none yet and sends every row: the first goes to the batch of the first id, `rowsPerBatch` rows each. */
export async function insertItems(
  tx: Db,
  run: { id: string; rowCount: number; pickedRows?: readonly number[]; maxAttempts: number; rowsPerBatch: number },
  batchIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    insert into "item" ("runId", "rowIndex", "status", "attemptsLeft", "batchId")
    select ${run.id}, r.row, 'in_flight', ${run.maxAttempts}::smallint, (${[...batchIds]}::text[])[1 + r.n / ${run.rowsPerBatch}::int]
    from ${rowsOf(run)} r`;
}

/** The rows a run covers, as `row`, and their place among them, as `n` from 0. */
function rowsOf({ rowCount, pickedRows = [] }: { rowCount: number; pickedRows?: readonly number[] }): Prisma.Sql {
  if (pickedRows.length === 0) return Prisma.sql`(select n as row, n from generate_series(0, ${rowCount}::int - 1) n)`;
  return Prisma.sql`(select row, n::int - 1 as n from unnest(${[...pickedRows]}::int[]) with ordinality u(row, n))`;
}

/** How many items wait and may go out now, by the number of times they were sent already. */
export async function countWaitingByAttempts(
  tx: Db,
  runId: string,
  held: Pick<Held, 'batchIds'>,
): Promise<(Moved & { attempts: number })[]> {
  return tx.$queryRaw`
    select "attempts"::int as "attempts", count(*)::int as "rows", (count(*) filter (where "sameAs" is null))::int as "requests"
    from "item" where "runId" = ${runId} and ${isDue(held)} group by 1 order by 1`;
}

/** Puts the waiting items that were sent `attempts` times into the batches, in the order of their requests, `rowsPerBatch` each. */
export async function assignWaiting(
  tx: Db,
  run: { id: string; rowsPerBatch: number },
  attempts: number,
  batchIds: readonly string[],
  held: Pick<Held, 'batchIds'>,
): Promise<number> {
  // Rows may have come to wait since they were counted; those past the last batch wait for the next planning.
  const places = batchIds.length * run.rowsPerBatch;
  return tx.$executeRaw`
    update "item" i set "status" = 'in_flight', "packRow" = null, "packSize" = null,
      "batchId" = (${[...batchIds]}::text[])[1 + (w.place - 1) / ${run.rowsPerBatch}::int]
    from (
      select "rowIndex", dense_rank() over (order by coalesce("sameAs", "rowIndex")) as place from "item"
      where "runId" = ${run.id} and ${isDue(held)} and "attempts" = ${attempts}::smallint
    ) w
    where i."runId" = ${run.id} and i."rowIndex" = w."rowIndex" and w.place <= ${places}::int`;
}

/** Takes a batch's requests from a row on, with all who share them, back to waiting: they were not sent. */
export async function releaseItems(tx: Db, batch: { runId: string; id: string }, fromRowIndex = 0): Promise<Moved> {
  return move(
    tx,
    Prisma.sql`
    update "item" set "status" = 'waiting', "batchId" = null
    where "runId" = ${batch.runId} and "status" = 'in_flight' and coalesce("sameAs", "rowIndex") >= ${fromRowIndex}::int
      and "batchId" = ${batch.id}`,
  );
}

/** The row index of the batch's request in the middle, to cut it in two; null when it has fewer than two. */
export async function findMiddleRow(
  db: Db,
  batch: { runId: string; id: string; requestCount: number },
): Promise<number | null> {
  if (batch.requestCount < 2) return null;
  const rows = await db.$queryRaw<{ rowIndex: number }[]>`
    select "rowIndex" from "item" where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id} and "sameAs" is null
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

/** Fails requests that could not be sent as they are, each named by its row. Their rows keep their attempts: nothing was sent. */
export async function failUnsent(
  tx: Db,
  batch: { runId: string; id: string },
  failures: readonly { rowIndex: number; cause: string; message: string }[],
): Promise<Moved> {
  const rows = Prisma.sql`${failures.map((f) => f.rowIndex)}::int[]`;
  const causes = failures.map((f) => f.cause);
  return move(
    tx,
    Prisma.sql`
    update "item" i set "status" = 'failed', "cause" = f.cause, "errorMessage" = f.message, "packRow" = null, "packSize" = null
    from (
      select row as target, row from unnest(${rows}) as u(row)
      union all
      select "rowIndex", "sameAs" from "item" where "runId" = ${batch.runId} and "sameAs" is not null and "sameAs" = any(${rows})
    ) t join unnest(${rows}, ${causes}::text[], ${failures.map((f) => f.message)}::text[]) as f(row, cause, message) on f.row = t.row
    where i."runId" = ${batch.runId} and i."rowIndex" = t.target and i."batchId" = ${batch.id} and i."status" = 'in_flight'`,
  );
}

/** Fails every item of a batch the provider refused as a whole. */
export async function failBatchItems(
  tx: Db,
  batch: { runId: string; id: string },
  cause: string,
  message: string,
): Promise<Moved> {
  return move(
    tx,
    Prisma.sql`
    update "item" set "status" = 'failed', "cause" = ${cause}, "errorMessage" = ${message}
    where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id}`,
  );
}

/** Takes back every request of a batch that the provider did not answer before it was stopped: that was no attempt. Returns how many rows. */
export async function recallItems(tx: Db, batch: { runId: string; id: string }): Promise<number> {
  return tx.$executeRaw`
    update "item" set "status" = 'waiting', "cause" = 'canceled', "errorMessage" = 'Taken back from a batch, to be asked for by itself.'
    where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id}`;
}

/** Requests in neither result file: sent, paid or not, and without an answer. They go on to the next attempt if they have one. */
export async function settleUnanswered(
  tx: Db,
  batch: { runId: string; id: string },
  as: { cause: FailureCause; message: string; mayRetry: boolean },
): Promise<Moved> {
  const retry = as.mayRetry && isTransient(as.cause);
  return move(
    tx,
    Prisma.sql`
    update "item" set
      "status" = (case when ${retry} and "attemptsLeft" > 1 then 'waiting' else 'failed' end)::"ItemStatus",
      "attempts" = "attempts" + 1, "attemptsLeft" = "attemptsLeft" - 1, "cause" = ${as.cause}, "errorMessage" = ${as.message}
    where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id}`,
  );
}

/**
 * Puts failed rows (and, after a cancel, canceled ones) back to waiting with a fresh set of attempts. `causes` and `rows`
 * (row indexes) narrow it; a row that shares its request brings all who share it.
 * Two people at once move each row once: the second finds it waiting already.
 */
export async function retryFailed(
  tx: Db,
  run: { id: string; maxAttempts: number },
  only: { causes?: readonly string[] | undefined; rows?: readonly number[] | undefined },
): Promise<number> {
  const ofCauses = only.causes ? Prisma.sql`and "cause" = any(${[...only.causes]}::text[])` : Prisma.empty;
  const rows = only.rows && (await wholeGroups(tx, run.id, only.rows));
  const ofRows = rows ? Prisma.sql`and "rowIndex" = any(${rows}::int[])` : Prisma.empty;
  return tx.$executeRaw`
    update "item" set "status" = 'waiting', "attemptsLeft" = ${run.maxAttempts}::smallint
    where "runId" = ${run.id} and "status" in ('failed', 'canceled') and ${isOpen} ${ofCauses} ${ofRows}`;
}
