/** A cell for the screen; one too long for that is cut, and comes with its whole length in characters. */
export type ShownText = string | { text: string; length: number };

/** Some cells of a row, those of the columns that are shown. */
export type WindowRow = { rowIndex: number; cells: ShownText[] };
