import 'server-only';
import type { ShownText, WindowRow } from '#lib/datasets/shown-text.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { requireDataset } from './dataset-queries.ts';

/** Some rows and some columns of a dataset for a page to show: SQL, because cells are cut before they travel. */

export type RowWindow = {
  fromRow: number;
  rowLimit: number;
  fromColumn: number;
  columnLimit: number;
  cellChars: number;
};

/** The window's rows in file order; both places count from 0. @throws AppError `not_found`. */
export async function listRowWindow(
  db: Db,
  workspaceId: string,
  datasetId: string,
  { fromRow, rowLimit, fromColumn, columnLimit, cellChars }: RowWindow,
): Promise<WindowRow[]> {
  await requireDataset(db, workspaceId, datasetId);
  const rows = await db.$queryRaw<{ rowIndex: number; texts: string[]; lengths: number[] }[]>`
    select "rowIndex",
      array(select left(cell, ${cellChars}) from unnest(shown) with ordinality u(cell, place) order by place) as "texts",
      array(select length(cell) from unnest(shown) with ordinality u(cell, place) order by place) as "lengths"
    from (
      select "rowIndex", "values"[${fromColumn + 1}:${fromColumn + columnLimit}] as shown
      from "dataset_row" where "datasetId" = ${datasetId} and "rowIndex" >= ${fromRow}
      order by "rowIndex" limit ${rowLimit}
    ) r order by "rowIndex"`;
  return rows.map(({ rowIndex, texts, lengths }) => ({
    rowIndex,
    cells: texts.map((text, place) => {
      const length = lengths[place] ?? 0;
      return length > cellChars ? { text, length } : text;
    }),
  }));
}

/** Of each of these columns a few different values out of the first rows, cut. */
export async function listExamples(
  db: Db,
  workspaceId: string,
  datasetId: string,
  columns: { fromColumn: number; columnLimit: number },
): Promise<string[][]> {
  const window = { fromRow: 0, rowLimit: EXAMPLE_ROWS, cellChars: EXAMPLE_CHARS + SPARED_CHARS, ...columns };
  const rows = await listRowWindow(db, workspaceId, datasetId, window);
  const width = rows[0]?.cells.length ?? 0;
  return Array.from({ length: width }, (_, place) => {
    const texts = rows.map(({ cells }) => exampleOf(cells[place] ?? '')).filter((text) => text !== '');
    return [...new Set(texts)].slice(0, EXAMPLES);
  });
}

const EXAMPLES = 3;
const EXAMPLE_ROWS = 50;
const EXAMPLE_CHARS = 40;
/** A text is not cut for a few letters. */
const SPARED_CHARS = 8;

function exampleOf(cell: ShownText): string {
  const text = typeof cell === 'string' ? cell : `${cell.text.slice(0, EXAMPLE_CHARS)}…`;
  return text.replace(/\s+/g, ' ').trim();
}
