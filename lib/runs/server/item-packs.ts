import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { pool } from '#lib/platform/db/pool.ts';
import { type Moved, move } from './item-store.ts';

/** The requests of a file whose requests have several rows each: their rows, by the first one, ascending. */
export type Packs = Map<number, readonly number[]>;

type Place = { id: string; runId: string };

/**
 * Notes on the rows of a batch which request each is asked in. A file that is uploaded again has requests of its own, which
 * replace these; in the same transaction as its id, so that an answer finds exactly the rows that it answers.
 */
export async function notePacks(tx: Db, batch: Place, packs: Packs): Promise<void> {
  const firstRows = [...packs.keys()];
  const sizes = [...packs.values()].map((rows) => rows.length);
  const place = Prisma.sql`width_bucket("rowIndex", ${firstRows}::int[])`;
  await tx.$executeRaw`
    update "item" set "packRow" = (${firstRows}::int[])[${place}], "packSize" = (${sizes}::smallint[])[${place}]
    where "runId" = ${batch.runId} and "status" = 'in_flight' and "batchId" = ${batch.id} and "sameAs" is null`;
}

/** The rows of each request of a batch, by its first row. They stay while its answers are read, whatever becomes of them. */
export async function listPacks(batch: Place): Promise<Map<number, number[]>> {
  const { rows } = await pool().query<{ packs: [number, number[]][] | null }>(
    `select json_agg(json_build_array("packRow", rows)) as packs from (
       select "packRow", json_agg("rowIndex" order by "rowIndex") as rows from "item"
       where "runId" = $1 and "batchId" = $2 and "packRow" is not null and "sameAs" is null group by "packRow"
     ) p`,
    [batch.runId, batch.id],
  );
  return new Map(rows[0]?.packs ?? []);
}

/**
 * Takes rows out of a batch that refused the requests they were asked in, each with all who share it: they wait for the next
 * attempt, in smaller requests, and those that have none left fail.
 */
export async function partPacks(
  tx: Db,
  batch: Place,
  refused: readonly { rowIndex: number; cause: string; message: string }[],
): Promise<Moved> {
  const rows = Prisma.sql`${refused.map((one) => one.rowIndex)}::int[]`;
  return move(
    tx,
    Prisma.sql`
    update "item" i set
      "status" = (case when i."attemptsLeft" > 1 then 'waiting' else 'failed' end)::"ItemStatus",
      "batchId" = case when i."attemptsLeft" > 1 then null else i."batchId" end,
      "attempts" = i."attempts" + 1, "attemptsLeft" = i."attemptsLeft" - 1,
      "cause" = r.cause, "errorMessage" = r.message, "packRow" = null, "packSize" = null
    from unnest(${rows}, ${refused.map((one) => one.cause)}::text[], ${refused.map((one) => one.message)}::text[]) as r(row, cause, message)
    where i."runId" = ${batch.runId} and coalesce(i."sameAs", i."rowIndex") = r.row and i."batchId" = ${batch.id} and i."status" = 'in_flight'`,
  );
}
