import type { MendedRow, Note } from './schema.ts';

/** What a lenient import may change. The words are shown to people and kept with the dataset. */
const MESSAGES = {
  short_row: 'Short rows were filled up with empty cells.',
  long_row:
    'Rows with too many cells: those past the last column were joined into it. Where a comma in a text was taken for the end of a cell, the pieces stand in the wrong columns.',
  left_out: 'Rows with too many or too few cells were left out.',
  long_empty: 'Empty cells past the last column were dropped.',
  blank_line: 'Blank lines were skipped.',
  quote_inside: 'A quote in the middle of a cell was kept as a character.',
  text_after_quote: 'Quotes inside a quoted cell were kept as characters.',
  unclosed_quote: 'A quote that is never closed was kept as a character.',
  empty_header: 'Columns without a name were named column_1, column_2 and so on, by their place.',
  duplicate_header: 'Columns whose name was taken got a number at the end, such as name_2.',
  undecodable: 'Bytes that are no character in this encoding were replaced by �.',
  nul: 'NUL characters were removed.',
} as const;

/** The same before it is done, for whoever decides whether to import anyway. */
const CHANGES: Record<keyof typeof MESSAGES, string> = {
  short_row: 'Short rows are filled up with empty cells.',
  long_row:
    'In rows with too many cells, those past the last column are joined into it. Where a comma in a text is taken for the end of a cell, the pieces stand in the wrong columns.',
  left_out: 'Rows with too many or too few cells are left out.',
  long_empty: 'Empty cells past the last column are dropped.',
  blank_line: 'Blank lines are skipped.',
  quote_inside: 'A quote in the middle of a cell is kept as a character.',
  text_after_quote: 'Quotes inside a quoted cell are kept as characters.',
  unclosed_quote: 'A quote that is never closed is kept as a character.',
  empty_header: 'Columns without a name are named column_1, column_2 and so on, by their place.',
  duplicate_header: 'Columns whose name is taken get a number at the end, such as name_2.',
  undecodable: 'Bytes that are no character in this encoding are replaced by �.',
  nul: 'NUL characters are removed.',
};

/** So many rows are told of each kind. */
const MAX_ROWS = 20;

export type NoteKind = keyof typeof MESSAGES;

/** Counts what was changed, by kind, in the order in which each kind first happened. */
export class ImportNotes {
  readonly #notes = new Map<NoteKind, Note>();

  add(kind: NoteKind, line: number, count = 1): void {
    const note = this.#notes.get(kind);
    if (note) note.count += count;
    else this.#notes.set(kind, { message: MESSAGES[kind], count, firstLine: line });
  }

  /** The same of one row; the first few are kept, as `mended` tells them. */
  addRow(kind: NoteKind, line: number, mended: () => MendedRow): void {
    this.add(kind, line);
    const note = this.#notes.get(kind);
    if (!note || (note.rows?.length ?? 0) >= MAX_ROWS) return;
    note.rows = [...(note.rows ?? []), mended()];
  }

  list(): Note[] {
    return [...this.#notes.values()];
  }

  /** The same as what would be changed, not as what was. */
  changes(): Note[] {
    return [...this.#notes].map(([kind, note]) => ({ ...note, message: CHANGES[kind] }));
  }
}
