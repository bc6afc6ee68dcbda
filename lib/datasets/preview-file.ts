import { AppError, type Issue } from '#lib/errors.ts';
import { type CsvChoices, type CsvPlan, type CsvPreview, HEAD_BYTES, previewCsv } from './preview-csv.ts';
import { PREVIEW_ROWS } from './preview-rows.ts';
import type { Column, Note } from './schema.ts';
import type { ShownText } from './shown-text.ts';

export type FilePreview =
  | (CsvPlan & {
      kind: 'readable';
      columns: Column[];
      rows: ShownText[][];
      /** What a strict import would refuse, as far as the file was read. */
      issues: readonly Issue[];
      /** What "import anyway" would change in that part. */
      changes: Note[];
      /** False when only the beginning was read. */
      isWhole: boolean;
    })
  | { kind: 'unreadable'; message: string; issues: readonly Issue[] };

const MAX_CELL_CHARS = 1_000;
/** Where cells are long, more of the file is read until there are rows enough, and never more than this. */
const MAX_READ_BYTES = 16 * 1024 * 1024;

/**
 * How the beginning of a file reads with these choices, by the same rules as on the server. A file with problems comes with
 * the rows as "import anyway" would take them. Everything wrong with it is in the answer; nothing is thrown.
 */
export async function previewFile(file: Blob, choices: CsvChoices): Promise<FilePreview> {
  try {
    for (let readBytes = HEAD_BYTES; ; readBytes *= 8) {
      const head = new Uint8Array(await file.slice(0, readBytes).arrayBuffer());
      const isWhole = file.size <= readBytes;
      const preview = previewCsv(head, isWhole, choices, PREVIEW_ROWS);
      const isEnough = preview.rows.length >= PREVIEW_ROWS || preview.issues.length > 0;
      if (isWhole || isEnough || readBytes >= MAX_READ_BYTES) return readable(preview, head, isWhole, choices);
    }
  } catch (error) {
    if (error instanceof AppError) return { kind: 'unreadable', message: error.message, issues: error.issues };
    const message = 'This browser cannot read the file; it may have been moved or changed. Choose it again.';
    return { kind: 'unreadable', message, issues: [] };
  }
}

function readable(strict: CsvPreview, head: Uint8Array, isWhole: boolean, choices: CsvChoices): FilePreview {
  const hasIssues = strict.issues.length > 0;
  const shown = hasIssues ? previewCsv(head, isWhole, { ...choices, mode: 'lenient' }, PREVIEW_ROWS) : strict;
  const { columns, changes } = shown;
  const rows = shown.rows.map((cells) => cells.map(toShownText));
  return { ...strict, kind: 'readable', columns, rows, changes, isWhole };
}

function toShownText(text: string): ShownText {
  return text.length > MAX_CELL_CHARS ? { text: text.slice(0, MAX_CELL_CHARS), length: text.length } : text;
}
