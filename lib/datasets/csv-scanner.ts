/** A record longer than this is taken for a quote that was opened and never closed. In characters. */
export const MAX_RECORD_LENGTH = 32 * 1024 * 1024;

export type QuoteProblem = {
  kind: 'unclosed_quote' | 'quote_inside' | 'text_after_quote' | 'record_too_long';
  /** Physical line, 1-based, on which the cell begins: for an unclosed quote, where it was opened. */
  line: number;
  /** Where the cell's closing quote stands, when `kind` is `text_after_quote`. */
  endLine: number;
  columnIndex: number;
  /** The beginning of what stands there. */
  text: string;
};

export type ScanHandler = {
  /** Called for every record in order; `line` is the physical line it begins on. */
  record(cells: string[], line: number): void;
  /** A line with nothing on it at all. */
  blank(line: number): void;
  /** Called where the quotes break the rules. A strict scanner stops for good after it; a lenient one goes on. */
  problem(problem: QuoteProblem): void;
};

export type ScanOptions = { delimiter: string; lenient: boolean; firstLine?: number; maxRecordLength?: number };

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Cuts decoded text into records by RFC 4180, with CRLF, LF and CR as line ends in any mix; breaks inside quotes are
 * kept as they are. Push blocks of any size, then end: where the blocks are cut never changes the result.
 * It leaps from one special character to the next with indexOf, which keeps up with COPY where a loop over every
 * character (csv-parse) takes longer than the database does; csv-parse is what the tests compare it with.
 */
export class CsvScanner {
  readonly #handler: ScanHandler;
  readonly #delimiter: string;
  readonly #delimiterCode: number;
  readonly #lenient: boolean;
  readonly #maxLength: number;
  #parts: string[] = [];
  #length = 0;
  #retryLength = 0;
  #line: number;
  #stopped = false;

  constructor(options: ScanOptions, handler: ScanHandler) {
    this.#handler = handler;
    this.#delimiter = options.delimiter;
    this.#delimiterCode = options.delimiter.charCodeAt(0);
    this.#lenient = options.lenient;
    this.#maxLength = options.maxRecordLength ?? MAX_RECORD_LENGTH;
    this.#line = options.firstLine ?? 1;
  }

  push(text: string): void {
    if (this.#stopped || text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    // A record that did not end is read again only once twice as much is there, so a long cell costs linear time.
    if (this.#length >= Math.min(this.#retryLength, this.#maxLength + 1)) this.#scan(false);
  }

  end(): void {
    if (!this.#stopped) this.#scan(true);
    this.#stopped = true;
  }

  stop(): void {
    this.#stopped = true;
    this.#parts = [];
  }

  /** The physical line right after everything pushed so far, 1-based. */
  get line(): number {
    return this.#line + countLineBreaks(this.#parts.join(''));
  }

  #scan(last: boolean): void {
    const text = this.#parts.length === 1 ? (this.#parts[0] ?? '') : this.#parts.join('');
    const end = text.length;
    let [at, lf, cr, quote] = [0, -1, -1, -1];
    while (at < end && !this.#stopped) {
      if (lf < at) lf = indexOrEnd(text, '\n', at);
      if (cr < at) cr = indexOrEnd(text, '\r', at);
      if (quote < at) quote = indexOrEnd(text, '"', at);
      const lineEnd = Math.min(lf, cr);
      if (quote < lineEnd) {
        const next = this.#scanQuoted(text, at, last);
        if (next < 0) break;
        at = next;
        continue;
      }
      // A CR at the very end of what is there may be half of a CRLF.
      if (!last && lineEnd + (lineEnd === cr ? 1 : 0) >= end) break;
      if (lineEnd === at) this.#handler.blank(this.#line);
      else this.#handler.record(text.slice(at, lineEnd).split(this.#delimiter), this.#line);
      this.#line += 1;
      at = afterBreak(text, lineEnd);
    }
    this.#keep(text, at);
  }

  #keep(text: string, at: number): void {
    const rest = text.slice(at);
    this.#parts = rest === '' || this.#stopped ? [] : [rest];
    this.#length = rest.length;
    this.#retryLength = rest.length * 2;
    if (this.#length <= this.#maxLength || this.#stopped) return;
    // Reached without a quote in sight: a line without end, which no mode can make rows of.
    const [line, columnIndex] = [this.#line, 0];
    this.#handler.problem({ kind: 'record_too_long', line, endLine: line, columnIndex, text: excerptOf(rest) });
    this.stop();
  }

  /** Reads one record that has a quote in it. Answers where the next one begins, or -1 when more text is needed. */
  #scanQuoted(text: string, start: number, last: boolean): number {
    const cells: string[] = [];
    const problems: QuoteProblem[] = [];
    let line = this.#line;
    let at = start;
    for (;;) {
      const cell = text.charCodeAt(at) === QUOTE ? this.#quotedCell(text, at, start, last) : this.#plainCell(text, at);
      if (cell === null) return -1;
      if (cell.problem) {
        const place = { line, endLine: line + cell.breaks, columnIndex: cells.length };
        problems.push({ kind: cell.problem, ...place, text: excerptOf(textUpToProblem(text, at, cell.problem)) });
        if (!this.#lenient) break;
      }
      cells.push(cell.value);
      line += cell.breaks;
      at = cell.end;
      if (text.charCodeAt(at) !== this.#delimiterCode) break;
      at += 1;
    }
    const failed = problems.length > 0 && !this.#lenient;
    if (!failed && !last && (at >= text.length || (text.charCodeAt(at) === CR && at + 1 >= text.length))) return -1;
    for (const problem of problems) this.#handler.problem(problem);
    if (failed) {
      this.stop();
      return text.length;
    }
    this.#handler.record(cells, this.#line);
    this.#line = line + 1;
    return afterBreak(text, at);
  }

  #plainCell(text: string, at: number): Cell {
    const end = this.#cellEnd(text, at);
    const value = text.slice(at, end);
    return { value, end, breaks: 0, problem: value.includes('"') ? 'quote_inside' : null };
  }

  #quotedCell(text: string, at: number, start: number, last: boolean): Cell | null {
    const { close, escaped } = closingQuote(text, at);
    if (close < 0 || (close + 1 >= text.length && !last)) {
      if (!last && text.length - start <= this.#maxLength) return null;
      if (close < 0) return { ...this.#plainCell(text, at), problem: 'unclosed_quote' };
    }
    if (this.#endsCell(text, close + 1)) return quotedValue(text, at, close, escaped, null);
    return this.#lenient
      ? this.#repairedCell(text, at, close, last)
      : quotedValue(text, at, close, escaped, 'text_after_quote');
  }

  /**
   * `"He said "hi" to me",…`: the inner quotes were never doubled, so the cell ends at the next quote on this line that
   * stands before a delimiter or the line's end. Without one, the opening quote is just a character.
   */
  #repairedCell(text: string, at: number, close: number, last: boolean): Cell | null {
    const lineEnd = Math.min(indexOrEnd(text, '\n', close), indexOrEnd(text, '\r', close));
    if (lineEnd === text.length && !last) return null;
    for (let next = text.indexOf('"', close + 1); next >= 0 && next < lineEnd; next = text.indexOf('"', next + 1)) {
      if (this.#endsCell(text, next + 1)) return quotedValue(text, at, next, true, 'text_after_quote');
    }
    return { ...this.#plainCell(text, at), problem: 'text_after_quote' };
  }

  #endsCell(text: string, at: number): boolean {
    if (at >= text.length) return true;
    const code = text.charCodeAt(at);
    return code === this.#delimiterCode || code === LF || code === CR;
  }

  #cellEnd(text: string, at: number): number {
    let end = at;
    while (!this.#endsCell(text, end)) end += 1;
    return end;
  }
}

/** The first quote after the opening one that is not doubled, or -1. */
function closingQuote(text: string, at: number): { close: number; escaped: boolean } {
  let escaped = false;
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
    escaped = true;
    close = text.indexOf('"', close + 2);
  }
  return { close, escaped };
}

/** The cell from its beginning to where it breaks the rules, and no further: what follows may not have come yet. */
function textUpToProblem(text: string, at: number, kind: QuoteProblem['kind']): string {
  if (kind === 'quote_inside') return text.slice(at, text.indexOf('"', at) + 1);
  if (kind === 'text_after_quote') return text.slice(at, closingQuote(text, at).close + 2);
  return /^[^\r\n]*/.exec(text.slice(at, at + EXCERPT_LENGTH + 1))?.[0] ?? '';
}

const EXCERPT_LENGTH = 120;

/** The beginning of a text, to show where something is wrong; a string of its own, which holds on to no block. */
export function excerptOf(text: string): string {
  const cut = text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
  return JSON.parse(JSON.stringify(cut.replaceAll('\0', '␀').toWellFormed()));
}

type Cell = { value: string; end: number; breaks: number; problem: QuoteProblem['kind'] | null };

function quotedValue(text: string, open: number, close: number, escaped: boolean, problem: Cell['problem']): Cell {
  const raw = text.slice(open + 1, close);
  const value = escaped ? raw.replaceAll('""', '"') : raw;
  return { value, end: close + 1, breaks: countLineBreaks(raw), problem };
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}

function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

/** How many lines end within `text`: CRLF, LF and CR count one each. */
export function countLineBreaks(text: string): number {
  if (!text.includes('\r')) return text.includes('\n') ? text.split('\n').length - 1 : 0;
  return (text.match(/\r\n|\n|\r/g) ?? []).length;
}
