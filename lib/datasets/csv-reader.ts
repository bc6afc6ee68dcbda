import { AppError, type Issue } from '#lib/errors.ts';
import { checkHeader, numberedNames, repairHeader } from './csv-header.ts';
import { ImportNotes } from './csv-notes.ts';
import { fitRow, mendedRow } from './csv-ragged.ts';
import { CsvScanner, countLineBreaks, excerptOf, type QuoteProblem } from './csv-scanner.ts';
import type { ImportMode } from './schema.ts';

/** So many problems are listed before reading stops. */
export const MAX_ISSUES = 20;

export type CsvOptions = {
  delimiter: string;
  hasHeader: boolean;
  mode: ImportMode;
  /** Physical line on which the text begins, when lines before it were taken off. */
  firstLine?: number;
  maxRecordLength?: number;
};

/** Takes each row's cells, always as many as there are columns. */
export type RowHandler = (cells: string[]) => void;

/**
 * Turns decoded text into rows of one width. Strict: nothing is repaired, rows stop coming at the first problem, and
 * reading goes on to list more of them. Lenient: everything is repaired and counted in `notes`.
 * `push` and `end` throw AppError `invalid` with the problems, each with line and record (0 = header, 1 = first row).
 */
export class CsvReader {
  readonly notes = new ImportNotes();
  columnNames: string[] | null = null;
  rowCount = 0;
  readonly #options: CsvOptions;
  readonly #onRow: RowHandler;
  readonly #scanner: CsvScanner;
  readonly #issues: Issue[] = [];
  #blankLines: number[] = [];
  #blankCount = 0;
  #record = 0;
  #hasNul = false;
  #stopped = false;

  constructor(options: CsvOptions, onRow: RowHandler) {
    this.#options = options;
    this.#onRow = onRow;
    this.#scanner = new CsvScanner(
      { ...options, lenient: options.mode !== 'strict' },
      {
        record: (cells, line) => this.#takeRecord(cells, line),
        blank: (line) => this.#takeBlank(line),
        problem: (problem) => this.#takeProblem(problem),
      },
    );
  }

  push(text: string): void {
    if (!this.#hasNul && text.includes('\0')) this.#hasNul = true;
    this.#scanner.push(text);
    if (this.#stopped) this.#throwIssues();
  }

  end(): void {
    this.#scanner.end();
    if (this.#issues.length === 0) this.#checkNotEmpty();
    if (this.#issues.length > 0) this.#throwIssues();
  }

  /**
   * Says that the text pushed so far is followed by something that is no character; `text` is what stands before it. The
   * caller ends the import.
   */
  failHere(sentenceAt: (place: string) => string, text: string): never {
    const line = this.#scanner.line;
    const record = this.#nextRecord();
    this.#issues.push({ message: sentenceAt(placeOf(line, record)), line, record, text });
    return this.#throwIssues();
  }

  /** The physical line right after everything pushed so far. */
  get line(): number {
    return this.#scanner.line;
  }

  get issues(): readonly Issue[] {
    return this.#issues;
  }

  #takeRecord(cells: string[], line: number): void {
    if (this.#blankCount > 0) this.#settleBlanks();
    const clean = this.#hasNul ? this.#withoutNul(cells, line) : cells;
    if (this.columnNames === null && this.#options.hasHeader) {
      this.#takeHeader(clean, line);
      return;
    }
    this.columnNames ??= numberedNames(clean.length);
    this.#record += 1;
    const width = this.columnNames.length;
    const row = clean.length === width ? clean : this.#fit(clean, width, line);
    if (row === null || this.#issues.length > 0) return;
    this.rowCount += 1;
    this.#onRow(row);
  }

  #takeHeader(names: string[], line: number): void {
    // A name cut out of a block of text would hold on to the whole block.
    const own = names.map((name) => JSON.parse(JSON.stringify(name)) as string);
    if (this.#options.mode === 'strict') {
      this.columnNames = own;
      for (const issue of checkHeader(own, line)) this.#addIssue(issue);
    } else this.columnNames = repairHeader(own, line, this.notes);
  }

  /** A blank line is an empty row when there is one column; otherwise it waits for what comes after it. */
  #takeBlank(line: number): void {
    if (this.columnNames?.length === 1) {
      this.#takeRecord([''], line);
      return;
    }
    this.#blankCount += 1;
    if (this.#blankLines.length < MAX_ISSUES) this.#blankLines.push(line);
  }

  /** Blank lines with data after them. Those at the very end of a file carry nothing and are passed over. */
  #settleBlanks(): void {
    const lines = this.#blankLines;
    const count = this.#blankCount;
    this.#blankLines = [];
    this.#blankCount = 0;
    if (this.#options.mode !== 'strict') {
      this.notes.add('blank_line', lines[0] ?? 1, count);
      return;
    }
    for (const line of lines) {
      const message = `Line ${line} is blank. Every line between the first and the last must hold a row.`;
      this.#addIssue({ message, line, record: this.#nextRecord() });
    }
  }

  /** The cells as the columns need them; null for a row that is left out. */
  #fit(cells: string[], width: number, line: number): string[] | null {
    if (this.#options.mode === 'strict') {
      this.#addIssue(raggedIssue(cells, width, line, this.#record, this.#options));
      return cells;
    }
    const { delimiter, mode } = this.#options;
    const { row, kind } = fitRow(cells, width, delimiter);
    if (kind === 'long_empty') {
      this.notes.add(kind, line);
      return row;
    }
    const isLeftOut = mode === 'leave_out';
    const rowIndex = isLeftOut ? null : this.rowCount;
    this.notes.addRow(isLeftOut ? 'left_out' : kind, line, () =>
      mendedRow({ line, rowIndex, text: cells.join(delimiter) }, isLeftOut ? [] : row, this.columnNames ?? []),
    );
    return isLeftOut ? null : row;
  }

  #withoutNul(cells: string[], line: number): string[] {
    let at = line;
    return cells.map((cell, index) => {
      const nul = cell.indexOf('\0');
      const start = at;
      at += countLineBreaks(cell);
      if (nul < 0) return cell;
      const nulLine = start + countLineBreaks(cell.slice(0, nul));
      if (this.#options.mode !== 'strict') {
        const clean = cell.replaceAll('\0', '');
        this.notes.add('nul', nulLine, cell.length - clean.length);
        return clean;
      }
      const record = this.#nextRecord();
      const message = `${placeOf(nulLine, record)}: a NUL character, which no text holds. The file may be damaged or not be text.`;
      const text = excerptOf(cell.slice(Math.max(0, nul - 60)));
      this.#addIssue({ message, line: nulLine, record, ...this.#columnAt(index), text });
      return cell;
    });
  }

  #takeProblem(problem: QuoteProblem): void {
    if (this.#blankCount > 0) this.#settleBlanks();
    if (this.#options.mode !== 'strict' && problem.kind !== 'record_too_long') {
      this.notes.add(problem.kind, problem.line);
      return;
    }
    const record = this.#nextRecord();
    const message = `${placeOf(problem.line, record)}: ${PROBLEM_SENTENCES[problem.kind](problem)}`;
    const { line, text } = problem;
    this.#addIssue({ message, line, record, ...this.#columnAt(problem.columnIndex), text });
    // Where quotes break, no later record can be trusted to begin where it seems to.
    this.#stopped = true;
  }

  #addIssue(issue: Issue): void {
    this.#issues.push(issue);
    if (this.#issues.length < MAX_ISSUES) return;
    this.#stopped = true;
    this.#scanner.stop();
  }

  #columnAt(index: number): { column?: string } {
    const column = this.columnNames?.[index];
    return column === undefined ? {} : { column };
  }

  /** The number of the record that is being read: 0 while it is the header. */
  #nextRecord(): number {
    return this.columnNames === null && this.#options.hasHeader ? 0 : this.#record + 1;
  }

  #checkNotEmpty(): void {
    if (this.rowCount > 0) return;
    const message =
      this.columnNames === null
        ? 'The file is empty. Choose a file that has a header line and at least one row.'
        : 'The file has a header line and no rows below it. If its first line is a row, say that it has no header.';
    this.#issues.push({ message, line: 1, record: this.columnNames === null ? 0 : 1 });
  }

  #throwIssues(): never {
    throw invalidFile(this.#issues.slice(0, MAX_ISSUES));
  }
}

/** The refusal of a whole file: the first problem in words, the others in `issues`. */
export function invalidFile(issues: readonly Issue[]): AppError {
  const first = issues[0]?.message ?? 'The file cannot be read.';
  const more =
    issues.length > 1 ? ` ${issues.length - 1} more ${issues.length === 2 ? 'problem' : 'problems'} found.` : '';
  return new AppError('invalid', `${first}${more} Nothing was imported.`, { issues });
}

const PROBLEM_SENTENCES = {
  unclosed_quote: () =>
    'a quote is opened here and never closed. Close it, or double it ("") if it belongs to the text.',
  quote_inside: () =>
    'a quote stands in the middle of a cell. Put the whole cell in quotes and double the quote inside it ("").',
  text_after_quote: (problem) =>
    `the quoted cell that begins here closes on line ${problem.endLine}, but text follows its closing quote. Double the quotes inside the cell ("").`,
  record_too_long: () => 'the row that begins here is longer than 32 million characters. Is this a CSV file?',
} as const satisfies Record<QuoteProblem['kind'], (problem: QuoteProblem) => string>;

function raggedIssue(
  cells: readonly string[],
  width: number,
  line: number,
  record: number,
  options: CsvOptions,
): Issue {
  const actual = cells.length;
  const expected = options.hasHeader ? `the header names ${columns(width)}` : `the first row has ${width} cells`;
  const hint =
    actual > width
      ? ` A cell that contains "${options.delimiter === '\t' ? 'a tab' : options.delimiter}" must stand in quotes.`
      : ' A cell or a delimiter is missing.';
  const message = `${placeOf(line, record)}: ${actual} ${actual === 1 ? 'cell' : 'cells'}, but ${expected}.${hint}`;
  return { message, line, record, text: excerptOf(cells.join(options.delimiter)) };
}

function columns(count: number): string {
  return `${count} ${count === 1 ? 'column' : 'columns'}`;
}

function placeOf(line: number, record: number): string {
  return record === 0 ? `Line ${line} (header)` : `Line ${line} (row ${record})`;
}
