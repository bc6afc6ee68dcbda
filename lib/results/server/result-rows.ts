import 'server-only';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { errorWords } from '#lib/results/error-words.ts';
import {
  type AnswerCount,
  MAX_SHOWN_CHARS,
  type ResultPage,
  type ResultRow,
  type ResultsPageQuery,
  type ShownCell,
} from '#lib/results/schema.ts';
import { hasStatus } from '#lib/runs/server/open-items.ts';
import { OutputContract } from '#lib/templates/schema.ts';
import { unplannedStatusOf } from './result-queries.ts';

/** Pages of the sheet with its answers: one of the few modules that speak SQL, because cells are cut before they travel. */

type Row = {
  rowIndex: number;
  values: string[];
  outputs: string[];
  status: ItemStatus | null;
  cause: string | null;
  errorMessage: string | null;
  attempts: number | null;
  costPicoUsd: bigint | null;
};

/**
 * A page of a run's rows in the order of the dataset, long cells cut. `after` is the last rowIndex of the page before.
 * @throws AppError `not_found`, also for another workspace's run.
 */
export async function listResults(
  db: Db,
  workspaceId: string,
  runId: string,
  query: ResultsPageQuery,
): Promise<ResultPage> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    select: { id: true, datasetId: true, rowCount: true, status: true, plannedAt: true },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const unplanned = unplannedStatusOf(run.status);
  const wantsAnswers = query.answer !== undefined || (query.status !== undefined && query.status !== unplanned);
  if (!run.plannedAt && wantsAnswers) return { data: [], nextAfter: null };
  const rows = await readRows(db, run, run.plannedAt ? query : { after: query.after ?? -1, limit: query.limit });
  const data = rows.slice(0, query.limit).map((row) => toResultRow(row, unplanned));
  return { data, nextAfter: rows.length > query.limit ? String(data.at(-1)?.rowIndex) : null };
}

/**
 * The answers of a run that picks labels, most frequent first, at most `limit`; nothing for a run of free text, where
 * nearly every answer is its own. @throws AppError `not_found`.
 */
export async function listAnswerValues(
  db: Db,
  workspaceId: string,
  runId: string,
  limit: number,
): Promise<AnswerCount[]> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: { output: true } });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  if (OutputContract.parse(run.output).kind !== 'label') return [];
  return db.$queryRaw<AnswerCount[]>`
    select "outputs"[1] as value, count(*)::int as count from "item"
    where "runId" = ${runId} and "status" = 'succeeded' and "outputs"[1] is not null
    group by 1 order by 2 desc, 1 limit ${limit}`;
}

async function readRows(
  db: Db,
  run: { id: string; datasetId: string; rowCount: number },
  query: ResultsPageQuery,
): Promise<Row[]> {
  const status = query.status === undefined ? Prisma.empty : Prisma.sql`and ${hasStatus(query.status)}`;
  const answer =
    query.answer === undefined
      ? Prisma.empty
      : Prisma.sql`and i."status" = 'succeeded' and i."outputs"[1] = ${query.answer}`;
  return db.$queryRaw<Row[]>`
    select d."rowIndex", ${shown('d."values"')} as "values", ${shown('i."outputs"')} as "outputs",
      i."status"::text as "status", i."cause", i."errorMessage", i."attempts"::int as "attempts", i."costPicoUsd"
    from "dataset_row" d
    left join "item" i on i."runId" = ${run.id} and i."rowIndex" = d."rowIndex"
    where d."datasetId" = ${run.datasetId} and d."rowIndex" > ${query.after ?? -1} and d."rowIndex" < ${run.rowCount}
      ${status} ${answer}
    order by d."rowIndex" limit ${query.limit + 1}`;
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
    attempts: row.attempts ?? 0,
    costUsd: row.costPicoUsd === null ? null : usdString(row.costPicoUsd),
  };
}

/** Counted as the database counts, in code points: a cut never halves a character. */
function toShownCell(text: string): ShownCell {
  if (text.length <= MAX_SHOWN_CHARS) return { text, isCut: false };
  const chars = [...text];
  if (chars.length <= MAX_SHOWN_CHARS) return { text, isCut: false };
  return { text: chars.slice(0, MAX_SHOWN_CHARS).join(''), isCut: true };
}
