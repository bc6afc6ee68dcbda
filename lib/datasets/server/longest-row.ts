import 'server-only';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { withConnection } from '#lib/platform/db/pool.ts';
import { getDataset } from './dataset-queries.ts';

/** Rows that are looked at one by one; of a larger dataset, evenly spread blocks of as many altogether. */
export const MAX_MEASURED_ROWS = 100_000;
const BLOCKS = 100;

/** `measuredRows` is how many were looked at: fewer than the dataset has where it is a sample. */
export type LongestRow = { rowIndex: number; isSample: boolean; measuredRows: number };

/**
 * The row whose cells in these columns are longest together, in characters; of several, the first. In a large dataset it is
 * the longest of a sample, and says so: reading a million rows would keep the person waiting.
 * @throws AppError `not_found` for the dataset, `invalid` when it has no such column or no rows.
 */
export async function findLongestRow(
  workspaceId: string,
  { datasetId, columns, maxRows = MAX_MEASURED_ROWS }: { datasetId: string; columns: string[]; maxRows?: number },
): Promise<LongestRow> {
  const dataset = await getDataset(db(), workspaceId, datasetId);
  const names = dataset.columns.map((column) => column.name);
  const places = columns.map((column) => {
    const place = names.indexOf(column);
    if (place === -1) throw new AppError('invalid', `This dataset has no column named "${column}".`);
    return place + 1;
  });
  if (dataset.rowCount === 0) throw new AppError('invalid', 'This dataset has no rows.');
  const isSample = dataset.rowCount > maxRows;
  const ranges = isSample ? spreadRanges(dataset.rowCount, maxRows) : [{ from: 0, to: dataset.rowCount - 1 }];
  const { rows } = await withConnection((connection) =>
    connection.query<{ rowIndex: number }>(
      // The sum is a text of numbers made here; blocks of neighbors are read in the order they lie on the disk.
      `select r."rowIndex" from unnest($2::int[], $3::int[]) as block("from", "to")
       cross join lateral (
         select "rowIndex", ${sumOf(places)} as chars from dataset_row
         where "datasetId" = $1 and "rowIndex" between block."from" and block."to"
         order by chars desc, "rowIndex" limit 1
       ) r order by r.chars desc, r."rowIndex" limit 1`,
      [datasetId, ranges.map((range) => range.from), ranges.map((range) => range.to)],
    ),
  );
  const measuredRows = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return { rowIndex: rows[0]?.rowIndex ?? 0, isSample, measuredRows };
}

/** Characters of the cells at these places, 1-based; bytes would call for the same reading and mislead in other scripts. */
function sumOf(places: readonly number[]): string {
  if (places.length === 0) return '0';
  return places.map((place) => `coalesce(length("values"[${place}]), 0)`).join(' + ');
}

/** Evenly spread ranges of rows, with `maxRows` in them altogether. */
function spreadRanges(rowCount: number, maxRows: number): { from: number; to: number }[] {
  const blocks = Math.min(BLOCKS, maxRows);
  const size = Math.floor(maxRows / blocks);
  return Array.from({ length: blocks }, (_, index) => {
    const from = Math.floor((index * (rowCount - size)) / Math.max(1, blocks - 1));
    return { from, to: from + size - 1 };
  });
}
