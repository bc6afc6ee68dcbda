/** The cell that has the cursor; row −1 is the header. */
export type GridCell = { row: number; column: number };

export type GridSize = { rows: number; columns: number; pageRows: number };

type Key = { key: string; ctrlKey: boolean; metaKey: boolean };

/** Where a key takes the cursor, as spreadsheets do it; null for keys that do not move it. */
export function moveCell(cell: GridCell, pressed: Key, size: GridSize): GridCell | null {
  const isFar = pressed.ctrlKey || pressed.metaKey;
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const to = (row: number, column: number): GridCell => ({
    row: Math.max(-1, Math.min(lastRow, row)),
    column: Math.max(0, Math.min(lastColumn, column)),
  });
  switch (pressed.key) {
    case 'ArrowDown':
      return isFar ? to(lastRow, cell.column) : to(cell.row + 1, cell.column);
    case 'ArrowUp':
      return isFar ? to(Math.min(cell.row, 0), cell.column) : to(cell.row - 1, cell.column);
    case 'ArrowRight':
      return isFar ? to(cell.row, lastColumn) : to(cell.row, cell.column + 1);
    case 'ArrowLeft':
      return isFar ? to(cell.row, 0) : to(cell.row, cell.column - 1);
    case 'PageDown':
      return to(cell.row + size.pageRows, cell.column);
    case 'PageUp':
      return to(Math.max(Math.min(cell.row, 0), cell.row - size.pageRows), cell.column);
    case 'Home':
      return isFar ? to(0, 0) : to(cell.row, 0);
    case 'End':
      return isFar ? to(lastRow, lastColumn) : to(cell.row, lastColumn);
    default:
      return null;
  }
}
