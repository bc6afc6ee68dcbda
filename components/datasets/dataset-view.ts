/** What of a dataset its page shows: the first row and the first column, both counted from 1, as the address has them. */
export type DatasetView = { row: number; column: number };

export const ROWS_AT_ONCE = 50;
export const COLUMNS_AT_ONCE = 40;

/** Reads the address; what it does not say, or what lies outside the dataset, is put right. */
export function parseDatasetView(
  query: Readonly<Record<string, string | string[] | undefined>>,
  dataset: { rowCount: number; columns: readonly unknown[] },
): DatasetView {
  return { row: placeIn(query.row, dataset.rowCount), column: placeIn(query.column, dataset.columns.length) };
}

/** The address of a part of a dataset. */
export function datasetAddress(datasetId: string, { row, column }: DatasetView): string {
  const query = new URLSearchParams();
  if (row > 1) query.set('row', String(row));
  if (column > 1) query.set('column', String(column));
  return `/datasets/${datasetId}${query.size > 0 ? `?${query}` : ''}`;
}

/** People write `500,001` as they read it. */
function placeIn(text: string | string[] | undefined, count: number): number {
  const number = Number(typeof text === 'string' ? text.replace(/[,\s]/g, '') : '1');
  return Number.isFinite(number) ? Math.min(Math.max(1, Math.floor(number)), Math.max(1, count)) : 1;
}
