import 'server-only';
import { AppError } from '#lib/errors.ts';
import { countOf, formatCount } from '#lib/format.ts';
import { db } from '#lib/platform/db/client.ts';
import { withConnection } from '#lib/platform/db/pool.ts';
import { getDataset } from './dataset-queries.ts';

/** A value of a column, without the space around it, and the number of rows that have it. */
export type ColumnValue = { value: string; count: number };

/** `filledCount` is the number of rows whose cell is not empty. */
export type ColumnValues = { values: ColumnValue[]; filledCount: number; rowCount: number };

/** Rows looked at before all are: a column of a million different values is refused without grouping them. */
const PROBED_ROWS = 5_000;
/** A column of so few values may have them all different: a list of labels as a file of its own, for instance. */
const FEW_VALUES = 20;

const CELL = String.raw`btrim("values"[$2], E' \t\n\r')`;

/**
 * The different values of a column, empty ones left out, the most frequent first.
 * @throws AppError `not_found` for the dataset, `invalid` when it has no such column, more values than `limit`, values
 * longer than `maxChars`, or nearly as many values as rows.
 */
export async function listColumnValues(
  workspaceId: string,
  { datasetId, column, limit, maxChars }: { datasetId: string; column: string; limit: number; maxChars: number },
): Promise<ColumnValues> {
  const dataset = await getDataset(db(), workspaceId, datasetId);
  const place = dataset.columns.findIndex((candidate) => candidate.name === column);
  if (place === -1) throw new AppError('invalid', `This dataset has no column named "${column}".`);
  const refuse = (sentence: string) => new AppError('invalid', `${sentence} Choose another column.`);
  const tooMany = `“${column}” has more than ${formatCount(limit)} different values: that is text, not a list of labels.`;
  if ((await countProbed(datasetId, place + 1)) > limit) throw refuse(tooMany);
  const values = await countValues(datasetId, place + 1, limit + 1);
  if (values.length > limit) throw refuse(tooMany);
  const long = values.find(({ value }) => value.length > maxChars);
  if (long) throw refuse(`“${column}” has texts of more than ${formatCount(maxChars)} characters.`);
  const filledCount = values.reduce((sum, { count }) => sum + count, 0);
  if (values.length > FEW_VALUES && values.length * 2 > filledCount)
    throw refuse(
      `Nearly every row has its own “${column}” (${formatCount(values.length)} different in ${countOf(filledCount, 'row')}), so its values are no labels.`,
    );
  return { values, filledCount, rowCount: dataset.rowCount };
}

async function countProbed(datasetId: string, place: number): Promise<number> {
  const { rows } = await withConnection((connection) =>
    connection.query<{ count: number }>(
      `select count(distinct ${CELL})::int as count from dataset_row
       where "datasetId" = $1 and "rowIndex" < ${PROBED_ROWS} and ${CELL} <> ''`,
      [datasetId, place],
    ),
  );
  return rows[0]?.count ?? 0;
}

async function countValues(datasetId: string, place: number, limit: number): Promise<ColumnValue[]> {
  const { rows } = await withConnection((connection) =>
    connection.query<ColumnValue>(
      `select ${CELL} as value, count(*)::int as count from dataset_row
       where "datasetId" = $1 and ${CELL} <> '' group by 1 limit $3`,
      [datasetId, place, limit],
    ),
  );
  return rows.toSorted((a, b) => b.count - a.count || a.value.localeCompare(b.value, 'en'));
}
