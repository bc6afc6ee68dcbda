import { z } from 'zod';
import { ItemStatus, RunStatus } from '#lib/platform/db/generated/enums.ts';
import { FAILURE_CAUSES } from '#lib/providers/failure-causes.ts';
import { Run, RunItem } from '#lib/runs/schema.ts';
import {
  MAX_ANSWER_CHARS,
  MAX_COLUMN,
  MAX_ROW_NUMBER,
  MAX_SEARCH_CHARS,
  MAX_WINDOW_ROWS,
  RESULT_SORTS,
} from './limits.ts';
import { parseRowRanges } from './row-ranges.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;

export const CONTENT_TYPE_BY_FORMAT: Record<(typeof EXPORT_FORMATS)[number], string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
};

/**
 * How a download is asked for. `safe` is for CSV only: it keeps a spreadsheet from running cells as formulas and marks
 * the file as UTF-8 for it; `safe=false` gives every cell back byte for byte. JSON Lines are always exact. `separator`
 * is for CSV, too; `status` leaves only the rows of one state. `columns=own` is the sheet for people: nothing is told of a
 * row but its cells, its answer and, where rows failed, why.
 */
export const ExportQuery = z.object({
  format: z.enum(EXPORT_FORMATS, 'is not csv or jsonl').default('csv'),
  safe: z
    .enum(['true', 'false'], 'is not true or false')
    .default('true')
    .transform((text) => text === 'true'),
  separator: z.enum(['comma', 'semicolon'], 'is not comma or semicolon').default('comma'),
  status: z.enum(ItemStatus, 'is not a status of a row').optional(),
  columns: z.enum(['all', 'own'], 'is not all or own').optional(),
});
export type ExportQuery = z.infer<typeof ExportQuery>;
export type ExportOptions = ExportQuery;

/** A cell as the grid shows it: the text, or its beginning where there is more of it. */
export const ShownCell = z.union([z.string(), z.object({ cut: z.string() })]);
export type ShownCell = z.infer<typeof ShownCell>;

/** One row of the grid: the asked-for slice of the person's own cells, the answer, and how it went. */
export const ResultRow = z.object({
  rowIndex: z.int(),
  values: z.array(ShownCell),
  outputs: z.array(ShownCell),
  status: z.enum(ItemStatus),
  error: z.string().nullable(),
  tokens: z.int(),
  costUsd: z.string().nullable(),
});
export type ResultRow = z.infer<typeof ResultRow>;

export const ResultWindow = z.object({ rows: z.array(ResultRow) });
export type ResultWindow = z.infer<typeof ResultWindow>;

/** Which rows a window holds, as `0-99,204`: rowIndexes, ranges with both ends in. */
const RowRanges = z
  .string()
  .regex(/^\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*$/, 'is not a list of rowIndexes such as 0-99,204')
  .transform((text, context) => {
    const rows = parseRowRanges(text, MAX_WINDOW_ROWS);
    if (rows) return rows;
    context.addIssue({ code: 'custom', message: `names more than ${MAX_WINDOW_ROWS} rows` });
    return z.NEVER;
  });

/** What the grid asks for: rows by rowIndex, and WINDOW_COLUMNS columns from `firstColumn` on. */
export const ResultWindowQuery = z.object({
  rows: RowRanges,
  firstColumn: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type ResultWindowQuery = z.infer<typeof ResultWindowQuery>;

/**
 * Which rows are shown, in which order; the page's address and the list of rows share these words. `cause` leaves the rows
 * that failed for one reason; `q` is looked for in cells and answers; `answer` is one value of the answer column with the number `column`, which is also the one sorted by.
 */
export const ResultsQuery = z.object({
  status: z.enum(ItemStatus, 'is not a status of a row').optional(),
  cause: z.enum(FAILURE_CAUSES, 'is not a cause of a failure').optional(),
  answer: z.string().max(MAX_ANSWER_CHARS).optional(),
  column: z.coerce.number().int().min(0).max(MAX_COLUMN).default(0),
  q: z.string().max(MAX_SEARCH_CHARS, `is longer than ${MAX_SEARCH_CHARS} characters`).default(''),
  sort: z.enum(RESULT_SORTS, 'is not row, answer, cost or tokens').default('row'),
  desc: z
    .enum(['0', '1'], 'is not 0 or 1')
    .default('0')
    .transform((text) => text === '1'),
});
export type ResultsQuery = z.infer<typeof ResultsQuery>;

/** `from` is the first rowIndex that is not looked at yet. */
export const RowListQuery = ResultsQuery.extend({ from: z.coerce.number().int().min(0).max(2_147_483_647).default(0) });
export type RowListQuery = z.infer<typeof RowListQuery>;

/** How often an answer was given: the facets above the grid. `column` is the number of the answer column. */
export const AnswerFacet = z.object({
  column: z.int(),
  values: z.array(z.object({ value: z.string(), count: z.int() })),
  hasMore: z.boolean(),
});
export type AnswerFacet = z.infer<typeof AnswerFacet>;
export const AnswerFacets = z.object({ facets: z.array(AnswerFacet) });
export type AnswerFacets = z.infer<typeof AnswerFacets>;

const Counts = Run.shape.counts;

/** The head of the results page; `counts` add up to `total`. `goldColumn` holds the right answers, if the sheet has them. */
export const ResultSheet = z.object({
  runId: z.string(),
  name: z.string(),
  status: z.enum(RunStatus),
  simulated: z.boolean(),
  /** What stood between the cells of the uploaded file. */
  delimiter: z.string(),
  columnNames: z.array(z.string()),
  /** Places of the columns that hold numbers only. */
  numericColumns: z.array(z.int()),
  outputColumns: z.array(z.string()),
  /** Places of the answer columns whose values are few enough to be counted: labels, choices, yes or no. */
  facetColumns: z.array(z.int()),
  goldColumn: z.string().nullable(),
  isDatasetDeleted: z.boolean(),
  counts: Counts,
});
export type ResultSheet = z.infer<typeof ResultSheet>;

/** What changes of the head while a run is going. */
export const ResultCounts = z.object({ status: z.enum(RunStatus), counts: Counts });
export type ResultCounts = z.infer<typeof ResultCounts>;

/**
 * One row whole: its cells, its answer, in plain words why it has none (`reason`), what the model said word for word where that could not be used, and the
 * instruction with the row's cells in it. `prompt` is null where the cells make it too large to show.
 */
export const ResultDetail = RunItem.omit({ cause: true }).extend({
  reason: z.string().nullable(),
  values: z.array(z.string()),
  prompt: z.object({ system: z.string().optional(), user: z.string() }).nullable(),
});
export type ResultDetail = z.infer<typeof ResultDetail>;

/** A row as an address says it: from 1, as people count. */
export const RowNumber = z.coerce.number().int().min(1).max(MAX_ROW_NUMBER);
