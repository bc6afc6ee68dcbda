import { z } from 'zod';
import { MAX_NAME_LENGTH, withoutControls } from './file-name.ts';

export const COLUMN_TYPES = ['text', 'category', 'integer', 'number', 'boolean', 'date'] as const;

/** `type` is what the cells look like; the cells themselves are always kept as text. */
export const Column = z.object({ name: z.string(), type: z.enum(COLUMN_TYPES), emptyCount: z.int().min(0) });
export type Column = z.infer<typeof Column>;

/**
 * A row that had too many cells or too few: what stands in the file, and what became of it, cell by cell. `rowIndex` is
 * null for a row that was left out. Long texts are cut, and of a wide sheet only the last cells are told.
 */
export const MendedRow = z.object({
  line: z.int().min(1),
  rowIndex: z.int().min(0).nullable(),
  text: z.string(),
  cells: z.array(z.object({ column: z.string(), text: z.string() })),
});
export type MendedRow = z.infer<typeof MendedRow>;

/** One kind of thing a lenient import changed; with the first rows concerned where their cells may be out of place. */
export const Note = z.object({
  message: z.string(),
  count: z.int().min(1),
  firstLine: z.int().min(1),
  rows: z.array(MendedRow).exactOptional(),
});
export type Note = z.infer<typeof Note>;

export const Dataset = z.object({
  id: z.string(),
  name: z.string(),
  rowCount: z.int().min(0),
  sizeBytes: z.int().min(0),
  encoding: z.string(),
  delimiter: z.string(),
  hasHeader: z.boolean(),
  columns: z.array(Column),
  sha256: z.string(),
  notes: z.array(Note),
  isSample: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Dataset = z.infer<typeof Dataset>;

export const DatasetRow = z.object({ rowIndex: z.int().min(0), values: z.array(z.string()) });
export type DatasetRow = z.infer<typeof DatasetRow>;

/** A page of datasets, newest first. */
export const DatasetPage = z.object({ data: z.array(Dataset), nextAfter: z.string().nullable() });
export type DatasetPage = z.infer<typeof DatasetPage>;

/** A page of rows, in the order of the sheet. */
export const RowPage = z.object({ data: z.array(DatasetRow) });
export type RowPage = z.infer<typeof RowPage>;

/** People write `tab` or `\t` where an address cannot hold the character. */
export const Delimiter = z
  .string()
  .transform((text) => ({ tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|' })[text] ?? text)
  .pipe(z.enum([',', ';', '\t', '|'], { error: 'is not one of , ; | tab' }));

/**
 * What to do with a file that has mistakes: refuse it, repair them, or repair them but leave out every row that has too
 * many cells or too few.
 */
export const ImportMode = z.enum(['strict', 'lenient', 'leave_out'], { error: 'is not strict, lenient or leave_out' });
export type ImportMode = z.infer<typeof ImportMode>;

export const DatasetName = z
  .string()
  .transform(withoutControls)
  .pipe(z.string().min(1, 'is empty').max(MAX_NAME_LENGTH, `is longer than ${MAX_NAME_LENGTH} characters`));

/** How `POST /api/v1/datasets` is asked to read the body; what is left out is detected. */
export const DatasetUploadQuery = z.object({
  name: DatasetName.optional(),
  delimiter: Delimiter.optional(),
  encoding: z.string().optional(),
  header: z
    .enum(['true', 'false'], { error: 'is not true or false' })
    .transform((text) => text === 'true')
    .default(true),
  mode: ImportMode.default('strict'),
});
export type DatasetUploadQuery = z.infer<typeof DatasetUploadQuery>;

/** `after` is the id of the last dataset already seen. */
export const DatasetsQuery = z.object({
  after: z.string().optional(),
  limit: pageLimit(50, 200),
  /** Part of the name, in whatever case. */
  search: z.string().max(200, 'is longer than 200 characters').optional(),
});

/** `after` is the rowIndex of the last row already seen. */
export const RowsQuery = z.object({ after: rowAfter(), limit: pageLimit(100, 1_000) });

function pageLimit(usual: number, most: number) {
  const error = `is not a whole number from 1 to ${most}`;
  return z.coerce.number({ error }).int(error).min(1, error).max(most, error).default(usual);
}

function rowAfter() {
  const error = 'is not the rowIndex of a row: a whole number from 0';
  const rowIndex = z.coerce.number({ error }).int(error).min(0, error).max(2_147_483_647, error);
  // `?after=` is the first page, as where `after` is an id: read as a number it would be row 0, and leave that row out.
  return z.preprocess((text) => (text === '' ? undefined : text), rowIndex.optional());
}
