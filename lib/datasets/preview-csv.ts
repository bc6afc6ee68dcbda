import { AppError, type Issue } from '#lib/errors.ts';
import { ColumnProfiler } from './columns.ts';
import { CsvReader } from './csv-reader.ts';
import { Decoder } from './decoder.ts';
import { detectCsv } from './detect-csv.ts';
import { detectEncoding, type Encoding, findByteOrderMark, parseEncoding, refuseBinary } from './encoding.ts';
import type { Column, ImportMode, Note } from './schema.ts';
import { TextReader } from './text-reader.ts';

/** So much of a file is enough to see how it is made: an upload waits for so many bytes before its first row. */
export const HEAD_BYTES = 256 * 1024;

/** What a person may choose instead of what is detected. */
export type CsvChoices = {
  encoding?: string | undefined;
  delimiter?: string | undefined;
  header?: boolean | undefined;
  mode?: ImportMode | undefined;
};

/** How to read a file: what was chosen, and for the rest what its first bytes say. */
export type CsvPlan = {
  encoding: Encoding;
  isEncodingChosen: boolean;
  delimiter: string;
  hasHeader: boolean;
  headerLikely: boolean;
  mode: ImportMode;
  /** Size of the byte order mark. */
  offset: number;
  skipLength: number;
};

/**
 * Looks at the first HEAD_BYTES of what is given and no further, so that browser and server see the same file alike.
 * @throws AppError `invalid` when the file is no text, `bad_request` when the chosen encoding is not known.
 */
export function planCsv(bytes: Uint8Array, isAll: boolean, choices: CsvChoices = {}): CsvPlan {
  const head = bytes.subarray(0, HEAD_BYTES);
  const isWhole = isAll && bytes.length <= HEAD_BYTES;
  const chosen = choices.encoding ? parseEncoding(choices.encoding) : null;
  refuseBinary(head);
  const mark = findByteOrderMark(head);
  // A mark of UTF-16 knows better than anyone which half comes first. Any mark is no part of the data.
  const encoding = mark && mark.encoding !== 'utf-8' ? mark.encoding : (chosen ?? detectEncoding(head));
  const offset = mark?.sizeBytes ?? 0;
  const { text } = new Decoder(encoding).decode(head.subarray(offset));
  const csv = detectCsv(text, isWhole, choices.delimiter);
  return {
    encoding,
    isEncodingChosen: chosen !== null,
    delimiter: csv.delimiter,
    hasHeader: choices.header ?? true,
    headerLikely: csv.headerLikely,
    mode: choices.mode ?? 'strict',
    offset,
    skipLength: csv.skipLength,
  };
}

/** The reader that a plan asks for: push the file's bytes from `plan.offset` on. */
export function openCsv(plan: CsvPlan, onRow: (cells: string[]) => void): { reader: CsvReader; text: TextReader } {
  const reader = new CsvReader({ ...plan, firstLine: plan.skipLength > 0 ? 2 : 1 }, onRow);
  return { reader, text: new TextReader(reader, plan) };
}

export type CsvPreview = CsvPlan & {
  columns: Column[];
  rows: string[][];
  issues: readonly Issue[];
  /** What a lenient import changes in the part that was read, when that is the chosen mode. */
  changes: Note[];
};

/** The first rows of a file, with types, before it is uploaded. Runs in the browser on the beginning of the file. */
export function previewCsv(head: Uint8Array, isWhole: boolean, choices: CsvChoices = {}, rowLimit = 20): CsvPreview {
  const plan = planCsv(head, isWhole, choices);
  const profiler = new ColumnProfiler();
  const rows: string[][] = [];
  const { reader, text } = openCsv(plan, (cells) => {
    profiler.add(cells);
    if (rows.length < rowLimit) rows.push(cells);
  });
  let issues: readonly Issue[] = [];
  try {
    text.push(head.subarray(plan.offset));
    if (isWhole) text.end();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    issues = error.issues;
  }
  return {
    ...plan,
    columns: profiler.columns(reader.columnNames ?? []),
    rows,
    issues: issues.length > 0 ? issues : reader.issues,
    changes: reader.notes.changes(),
  };
}
