import 'server-only';
import { shownColumns } from '#lib/results/columns.ts';
import type { ExportOptions } from '#lib/results/schema.ts';
import { guardCell } from '#lib/spreadsheet-guard.ts';
import { textsOfBinaryCopy } from './binary-copy.ts';
import { copyOut } from './copy-out.ts';
import { csvSql, type ExportRun, isWide, jsonlSql, SEPARATORS, wideCsvSql } from './export-sql.ts';

/** Spreadsheets take a file that begins so for UTF-8, and any other for something older. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A run's sheet as a file, in the order of the dataset: the person's columns, the answer columns, and what happened to
 * each row. PostgreSQL writes the lines; they pass through as they are, so memory stays flat whatever the size.
 */
export async function* exportRun(run: ExportRun, options: ExportOptions): AsyncGenerator<Uint8Array> {
  let head = options.format === 'csv' ? headerOf(run, options) : null;
  for await (const piece of linesOf(run, options)) {
    yield head ? Buffer.concat([head, piece]) : piece;
    head = null;
  }
  if (head) yield head;
}

function linesOf(run: ExportRun, options: ExportOptions): AsyncIterable<Uint8Array> {
  if (options.format === 'jsonl') return copyOut(jsonlSql(run, options));
  return isWide(run) ? textsOfBinaryCopy(copyOut(wideCsvSql(run, options))) : copyOut(csvSql(run, options));
}

function headerOf(run: ExportRun, { safe, separator, columns }: ExportOptions): Buffer {
  const { answers, about } = shownColumns(run, columns);
  const names = [...run.columnNames, ...answers, ...about.map(({ name }) => name)];
  const line = names.map((name) => quoteCell(safe ? guardCell(name) : name, separator)).join(SEPARATORS[separator]);
  return Buffer.from(`${safe ? BYTE_ORDER_MARK : ''}${line}\n`);
}

/** As PostgreSQL quotes the cells below. */
function quoteCell(cell: string, separator: ExportOptions['separator']): string {
  const needsQuotes = separator === 'semicolon' ? /[";\r\n]/ : /[",\r\n]/;
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
