import 'server-only';
import type { Column } from '#lib/datasets/schema.ts';
import { db } from '#lib/platform/db/client.ts';
import { withConnection } from '#lib/platform/db/pool.ts';
import { getDataset } from './dataset-queries.ts';

const MEASURED_ROWS = 100;

/** What counts as one word. Chinese, Japanese, Korean and Thai are written without spaces: there a letter is one. */
const WITHOUT_SPACES = String.raw`\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af`;
const WORD = `[${WITHOUT_SPACES}]|[^\\s${WITHOUT_SPACES}]+`;
/** As much of a cell as tells prose from a name. */
const READ_CHARS = 1_000;

/**
 * A column and what its filled cells are like over the first rows of the sheet: characters and words of an average one,
 * how many are filled, and how many of those differ.
 */
export type MeasuredColumn = Column & Measures;
type Measures = { meanChars: number; meanWords: number; filledCount: number; distinctCount: number };

const NOTHING: Measures = { meanChars: 0, meanWords: 0, filledCount: 0, distinctCount: 0 };

/** The columns of a dataset in order, measured. @throws AppError `not_found`. */
export async function measureColumns(workspaceId: string, datasetId: string): Promise<MeasuredColumn[]> {
  const dataset = await getDataset(db(), workspaceId, datasetId);
  const { rows } = await withConnection((connection) =>
    connection.query<Measures & { place: string }>(
      `select cell.place,
         avg(length(cell.text))::float8 as "meanChars",
         avg(regexp_count(left(cell.text, ${READ_CHARS}), $3))::float8 as "meanWords",
         count(*)::int as "filledCount",
         count(distinct cell.text)::int as "distinctCount"
       from (select "values" from dataset_row where "datasetId" = $1 and "rowIndex" < $2) r
       cross join lateral unnest(r."values") with ordinality as cell("text", place)
       where cell.text ~ '\\S'
       group by cell.place`,
      [datasetId, MEASURED_ROWS, WORD],
    ),
  );
  const measures = new Map(rows.map(({ place, ...measured }) => [Number(place), measured]));
  return dataset.columns.map((column, index) => ({ ...column, ...(measures.get(index + 1) ?? NOTHING) }));
}
