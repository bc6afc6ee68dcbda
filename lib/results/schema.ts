import { z } from 'zod';
import { ItemStatus, type RunStatus } from '#lib/platform/db/generated/enums.ts';
import type { Run, RunItem } from '#lib/runs/schema.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;

export const CONTENT_TYPE_BY_FORMAT: Record<(typeof EXPORT_FORMATS)[number], string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
};

/**
 * How a download is asked for. `safe` is for CSV only: it keeps a spreadsheet from running cells as formulas and marks
 * the file as UTF-8 for it; `safe=false` gives every cell back byte for byte. JSON Lines are always exact.
 */
export const ExportQuery = z.object({
  format: z.enum(EXPORT_FORMATS, 'is not csv or jsonl').default('csv'),
  safe: z
    .enum(['true', 'false'], 'is not true or false')
    .default('true')
    .transform((text) => text === 'true'),
});
export type ExportQuery = z.infer<typeof ExportQuery>;
export type ExportOptions = ExportQuery;

/** Longer cells and answers are cut in the results page's list; the row's own page and the downloads have them whole. */
export const MAX_SHOWN_CHARS = 2000;

/** A cell as a list shows it; `isCut` when there is more of it. */
export const ShownCell = z.object({ text: z.string(), isCut: z.boolean() });
export type ShownCell = z.infer<typeof ShownCell>;

/** One row of the results page: the person's own cells in column order, then the answer. */
export const ResultRow = z.object({
  rowIndex: z.int(),
  values: z.array(ShownCell),
  outputs: z.array(ShownCell),
  status: z.enum(ItemStatus),
  error: z.string().nullable(),
  attempts: z.int(),
  costUsd: z.string().nullable(),
});
export type ResultRow = z.infer<typeof ResultRow>;

/** What the results page asks for; `answer` is one value of the answer column. `after` is a rowIndex. */
export const ResultsPageQuery = z.object({
  status: z.enum(ItemStatus, 'is not a status of a row').exactOptional(),
  answer: z.string().max(10_000).exactOptional(),
  after: z.coerce.number('is not a row number').int().min(-1).exactOptional(),
  limit: z.coerce.number('is not a number').int().min(1).max(200).default(50),
});
export type ResultsPageQuery = z.infer<typeof ResultsPageQuery>;

export type ResultPage = { data: ResultRow[]; nextAfter: string | null };

/** How often an answer was given: the facets beside the table. */
export type AnswerCount = { value: string; count: number };

/** The head of the results page; `counts` add up to `total`. `goldColumn` holds the right answers, if the sheet has them. */
export type ResultSheet = {
  runId: string;
  name: string;
  status: RunStatus;
  simulated: boolean;
  columnNames: string[];
  outputColumns: string[];
  goldColumn: string | null;
  hasLabels: boolean;
  counts: Run['counts'];
};

/** One row whole: its cells, its answer, what the model said word for word where that could not be used. */
export type ResultDetail = Omit<RunItem, 'cause'> & { values: string[] };
