import type { GridColumn, PlacedColumn } from './grid-column.ts';

/** Columns kept beyond either edge, so that a quick turn does not show an empty place. */
const SPARE_COLUMNS = 2;

/** Which columns are drawn, both ends in. */
export type ColumnRange = { first: number; last: number };

/** Where every column begins, and, as the last number, where the last one ends. */
export function columnStarts(widths: readonly number[]): number[] {
  const starts = [0];
  for (const [index, widthPx] of widths.entries()) starts.push((starts[index] ?? 0) + widthPx);
  return starts;
}

/** The columns behind the first `pinned` ones that stand between two places, and the spare ones beside them. */
export function columnsBetween(
  starts: readonly number[],
  pinned: number,
  { fromPx, toPx }: { fromPx: number; toPx: number },
): ColumnRange {
  const lastColumn = starts.length - 2;
  const first = Math.max(pinned, columnAt(starts, fromPx) - SPARE_COLUMNS);
  return { first, last: Math.min(lastColumn, Math.max(pinned, columnAt(starts, toPx)) + SPARE_COLUMNS) };
}

/** The column at a place, by halving: a sheet may have thousands. */
function columnAt(starts: readonly number[], px: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

export function placeColumns(
  columns: readonly GridColumn[],
  starts: readonly number[],
  { first, last }: ColumnRange,
): PlacedColumn[] {
  return columns.slice(first, last + 1).map((column, place) => {
    const index = first + place;
    const leftPx = starts[index] ?? 0;
    return { column, index, leftPx, widthPx: (starts[index + 1] ?? leftPx) - leftPx };
  });
}

/** Pinned columns come first. */
export function countPinned(columns: readonly GridColumn[]): number {
  const at = columns.findIndex((column) => !column.isPinned);
  return at === -1 ? columns.length : at;
}
