import 'server-only';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { withConnection } from '#lib/platform/db/pool.ts';
import { getDataset } from './dataset-queries.ts';

/**
 * The different values of a column, empty ones left out, in the order of the alphabet; at most `limit` of them.
 * @throws AppError `not_found` for the dataset, `invalid` when it has no such column or more values than `limit`.
 */
export async function listColumnValues(
  workspaceId: string,
  { datasetId, column, limit }: { datasetId: string; column: string; limit: number },
): Promise<string[]> {
  const dataset = await getDataset(db(), workspaceId, datasetId);
  const place = dataset.columns.findIndex((candidate) => candidate.name === column);
  if (place === -1) throw new AppError('invalid', `This dataset has no column named "${column}".`);
  const { rows } = await withConnection((connection) =>
    connection.query<{ value: string }>(
      // The loose scan stops at the limit: a column of a million different values is refused without sorting them.
      String.raw`select distinct btrim("values"[$2], E' \t\n\r') as value from dataset_row
       where "datasetId" = $1 and btrim("values"[$2], E' \t\n\r') <> '' limit $3`,
      [datasetId, place + 1, limit + 1],
    ),
  );
  if (rows.length > limit) {
    const most = limit.toLocaleString('en-US');
    throw new AppError(
      'invalid',
      `The column "${column}" has more than ${most} different values. Choose another column.`,
    );
  }
  return rows.map((row) => row.value).sort((a, b) => a.localeCompare(b, 'en'));
}
