import 'server-only';
import { pool } from '#lib/platform/db/pool.ts';

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
  const { rows } = await pool().query<Cells>({
    text: `select "rowIndex"${places.map((place) => `, "values"[${place + 1}]`).join('')} from "dataset_row"
      where "datasetId" = $1 and ${isRange ? '"rowIndex" between $2 and $3' : '"rowIndex" = any($2::int[])'}
      order by "rowIndex"`,
    values: isRange ? [datasetId, first, last] : [datasetId, rowIndexes],
    rowMode: 'array',
  });
  return rows;
}
