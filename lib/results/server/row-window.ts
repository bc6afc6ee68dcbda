import { MAX_SHOWN_CHARS, WINDOW_COLUMNS } from '#lib/results/limits.ts';
import 'server-only';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { errorWords } from '#lib/results/error-words.ts';
import type { ResultRow, ResultWindowQuery, ShownCell } from '#lib/results/schema.ts';
import { unplannedStatusOf } from './result-queries.ts';

/** Windows of the grid: one of the few modules that speak SQL, because cells are cut before they travel. */

type Row = {
  rowIndex: number;
  values: string[];
  outputs: string[];
  status: ItemStatus | null;
  cause: string | null;
  errorMessage: string | null;
  tokens: number | null;
  costPicoUsd: bigint | null;
};

/**
 * The rows with these indexes, in row order, as far as the run has them; long cells cut. Both tables are read by key, so
 * it takes the same time anywhere in a sheet of any length. @throws AppError `not_found`, also for another workspace's run.
 */
export async function listWindow(
  db: Db,
  workspaceId: string,
  runId: string,
  query: ResultWindowQuery,
): Promise<ResultRow[]> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    select: { id: true, datasetId: true, rowCount: true, status: true },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const unplanned = unplannedStatusOf(run.status);
  const rows = await readRows(db, run, query);
  return rows.map((row) => toResultRow(row, unplanned));
}

async function readRows(
  db: Db,
  run: { id: string; datasetId: string; rowCount: number },
  { rows, firstColumn }: ResultWindowQuery,
): Promise<Row[]> {
  const slice = `d."values"[${firstColumn + 1}:${firstColumn + WINDOW_COLUMNS}]`;
  return db.$queryRaw<Row[]>`
    select d."rowIndex", ${shown(slice)} as "values", ${shown('i."outputs"')} as "outputs",
      i."status"::text as "status", i."cause", i."errorMessage", i."inputTokens" + i."outputTokens" as "tokens",
      i."costPicoUsd"
    from "dataset_row" d
    left join "item" i on i."runId" = ${run.id} and i."rowIndex" = d."rowIndex"
    where d."datasetId" = ${run.datasetId} and d."rowIndex" = any(${rows}::int[]) and d."rowIndex" < ${run.rowCount}
    order by d."rowIndex"`;
}

/** One character more than is shown, so that a cut cell is known for one. */
function shown(array: string): Prisma.Sql {
  const cells = `array(select left(cell, ${MAX_SHOWN_CHARS + 1}) from unnest(${array}) with ordinality u(cell, place) order by place)`;
  return Prisma.raw(cells);
}

function toResultRow(row: Row, unplanned: ItemStatus): ResultRow {
  return {
    rowIndex: row.rowIndex,
    values: row.values.map(toShownCell),
    outputs: row.outputs.map(toShownCell),
    status: row.status ?? unplanned,
    error: errorWords(row.errorMessage, row.cause),
    tokens: row.tokens ?? 0,
    costUsd: row.costPicoUsd === null ? null : usdString(row.costPicoUsd),
  };
}

/** Counted as the database counts, in code points: a cut never halves a character. */
function toShownCell(text: string): ShownCell {
  if (text.length <= MAX_SHOWN_CHARS) return text;
  const chars = [...text];
  return chars.length <= MAX_SHOWN_CHARS ? text : { cut: chars.slice(0, MAX_SHOWN_CHARS).join('') };
}
