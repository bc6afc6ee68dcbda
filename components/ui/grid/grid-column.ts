/** A column of a grid. `key` is its name in what is remembered about it. */
export type GridColumn = {
  key: string;
  label: string;
  /** A word beside the label, such as "New". */
  hint?: string;
  /** Width as long as the reader chose no other. */
  widthPx: number;
  /** Numbers stand on the right, so that their digits stand under each other. */
  isNumeric?: boolean;
  /** Stays in sight when the grid is scrolled sideways; pinned columns come first. */
  isPinned?: boolean;
  isTinted?: boolean;
  /** Names its row for screen readers. */
  isRowHead?: boolean;
  /** How the rows are sorted by it; absent where they cannot be. */
  sort?: 'none' | 'ascending' | 'descending';
};

/** Where a column stands, counted from the left edge of the content. */
export type PlacedColumn = { column: GridColumn; index: number; leftPx: number; widthPx: number };

export const MIN_WIDTH_PX = 48;
export const MAX_WIDTH_PX = 1200;
/** How far one key press moves a column's edge. */
export const WIDTH_STEP_PX = 16;

export function fitWidth(widthPx: number): number {
  return Math.round(Math.max(MIN_WIDTH_PX, Math.min(MAX_WIDTH_PX, widthPx)));
}
