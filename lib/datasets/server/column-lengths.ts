import 'server-only';
import type { Column } from '#lib/datasets/schema.ts';
import { db } from '#lib/platform/db/client.ts';
import { withConnection } from '#lib/platform/db/pool.ts';
import { getDataset } from './dataset-queries.ts';

const MEASURED_ROWS = 100;

/** A column and how long its cells are on average, in characters, over the first rows of the sheet. */
export type MeasuredColumn = Column & { meanChars: number };

/** The columns of a dataset in order, measured. @throws AppError `not_found`. */
export async function measureColumns(workspaceId: string, datasetId: string): Promise<MeasuredColumn[]> {
  const dataset = await getDataset(db(), workspaceId, datasetId);
  const { rows } = await withConnection((connection) =>
    connection.query<{ place: string; chars: number }>(
      `select cell.place, avg(length(cell.text))::float8 as chars
       from (select "values" from dataset_row where "datasetId" = $1 and "rowIndex" < $2) r
       cross join lateral unnest(r."values") with ordinality as cell("text", place)
       group by cell.place`,
      [datasetId, MEASURED_ROWS],
    ),
  );
  const means = new Map(rows.map((row) => [Number(row.place), row.chars]));
  return dataset.columns.map((column, index) => ({ ...column, meanChars: means.get(index + 1) ?? 0 }));
}
