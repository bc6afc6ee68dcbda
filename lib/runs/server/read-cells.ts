import 'server-only';
import { pool } from '#lib/platform/db/pool.ts';

/** PostgreSQL allows 1,664 columns in a result; beyond this many, the cells come as one array. */
const MAX_SELECTED = 1_600;

/** A row's index and the cells that were asked for. */
export type Cells = [rowIndex: number, ...string[]];

/**
 * The cells at `places` (0-based column indexes) of these rows, in row order; `rowIndexes` ascend. Rows without a gap, as in
 * every first attempt, are one range of the table.
 */
export async function readCells(
  datasetId: string,
  rowIndexes: readonly number[],
  places: readonly number[],
): Promise<Cells[]> {
  const [first, last] = [rowIndexes[0], rowIndexes.at(-1)];
  if (first === undefined || last === undefined) return [];
  const isRange = last - first + 1 === rowIndexes.length;
  const where = `where "datasetId" = $1 and ${isRange ? '"rowIndex" between $2 and $3' : '"rowIndex" = any($2::int[])'}
    order by "rowIndex"`;
  const values = isRange ? [datasetId, first, last] : [datasetId, rowIndexes];
  if (places.length > MAX_SELECTED) return readWide(where, values, places);
  const text = `select "rowIndex"${places.map((place) => `, "values"[${place + 1}]`).join('')} from "dataset_row" ${where}`;
  const { rows } = await pool().query<Cells>({ text, values, rowMode: 'array' });
  return rows;
}

/** Whole rows, out of which the cells are taken here: nearly all of them were asked for. */
async function readWide(where: string, values: unknown[], places: readonly number[]): Promise<Cells[]> {
  const text = `select "rowIndex", "values" from "dataset_row" ${where}`;
  const { rows } = await pool().query<{ rowIndex: number; values: string[] }>({ text, values });
  return rows.map((row) => [row.rowIndex, ...places.map((place) => row.values[place] ?? '')]);
}
