import { excerptOf } from './csv-scanner.ts';
import type { MendedRow } from './schema.ts';

/** So many of a row's cells are told: the last ones, because there they are out of place. */
const MAX_CELLS = 12;
const MAX_CELL_CHARS = 80;

export type Fitted = { row: string[]; kind: 'short_row' | 'long_row' | 'long_empty' };

/** A row of another width as the columns need it: filled up, or with what is too much joined into the last cell. */
export function fitRow(cells: readonly string[], width: number, delimiter: string): Fitted {
  if (cells.length < width)
    return { row: [...cells, ...Array.from({ length: width - cells.length }, () => '')], kind: 'short_row' };
  let kept = cells.length;
  while (kept > width && cells[kept - 1] === '') kept -= 1;
  const row = [...cells.slice(0, width - 1), cells.slice(width - 1, kept).join(delimiter)];
  return { row, kind: kept === width ? 'long_empty' : 'long_row' };
}

/** The row as it is told to the person who decides about it; without `cells` it is one that is left out. */
export function mendedRow(
  place: { line: number; rowIndex: number | null; text: string },
  cells: readonly string[],
  columnNames: readonly string[],
): MendedRow {
  const first = Math.max(0, cells.length - MAX_CELLS);
  const told = cells.slice(first).map((cell, index) => ({
    column: columnNames[first + index] ?? '',
    text: excerptOf(cell.length > MAX_CELL_CHARS ? `${cell.slice(0, MAX_CELL_CHARS)}…` : cell),
  }));
  return { ...place, text: excerptOf(place.text), cells: told };
}
