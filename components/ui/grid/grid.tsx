// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows and columns that are not in view.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell its cursor is at.
'use client';

import {
  type ComponentProps,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { type GridColumn, WIDTH_STEP_PX } from './grid-column.ts';
import { GridHeader, HEAD_PX } from './grid-header.tsx';
import { type GridCell, moveCell } from './grid-keys.ts';
import { type GridContent, GridRow } from './grid-row.tsx';
import { useColumnWidths } from './use-column-widths.ts';
import { useColumnWindow } from './use-column-window.ts';
import { useRowScroll } from './use-row-scroll.ts';

/** Which rows and columns are drawn, both ends in; their data is wanted. */
export type GridView = { firstRow: number; lastRow: number; firstColumn: number; lastColumn: number };

export type GridHandle = { goTo(row: number): void; focus(): void };

export type GridProps<T> = {
  label: string;
  /** Under this name the widths of the columns are remembered. */
  storageKey: string;
  columns: readonly GridColumn[];
  rowCount: number;
  /** What a row shows; the row is drawn again when this is another object. */
  rowData: (row: number) => T;
  /** Must stay the same function for rows to be left alone. A string is cut and wrapped to fit its cell. */
  renderCell: (data: T, column: GridColumn, index: number) => GridContent;
  /** How many lines of text a row has room for; every row has the same height, so that nothing jumps while rows load. */
  lines: number;
  /** The row that is open elsewhere. */
  markedRow?: number | null;
  maxHeight: string;
  /** When this changes, the grid goes back to its first row: other rows are shown now. */
  resetKey?: string;
  handle?: Ref<GridHandle>;
  onView: (view: GridView) => void;
  onSort?: (column: GridColumn) => void;
  /** Enter. */
  onOpen?: (row: number) => void;
  /** Space, or a double click: the cell whole. */
  onExpand?: (row: number, index: number) => void;
};

const LINE_PX = 20;
const ROW_PADDING_PX = 17;
/** Room for a bar at the foot, so that a short sheet does not get one at its side because of it. */
const BAR_PX = 18;

/**
 * A sheet of any size: only what is in view is drawn. The grid itself has the focus and names the cell its cursor is at,
 * so a cell that leaves the view takes no focus with it.
 */
export function Grid<T>(props: GridProps<T>) {
  const { label, columns, rowCount, lines, markedRow = null, onView } = props;
  const gridId = useId();
  const box = useRef<HTMLDivElement>(null);
  const rowPx = lines * LINE_PX + ROW_PADDING_PX;
  const { widths, drag, choose } = useColumnWidths(props.storageKey, columns);
  const { pinned, placed, totalPx, scrollToColumn } = useColumnWindow(box, columns, widths);
  const rows = useRowScroll(box, { rowCount, rowPx, headPx: HEAD_PX });
  const { firstRow, lastRow, shiftPx } = rows;
  const { active, moveTo, setCursor } = useCursor(props, rows.scrollToRow, scrollToColumn);
  const firstColumn = placed[0]?.index ?? 0;
  const lastColumn = placed.at(-1)?.index ?? pinned.length - 1;

  useEffect(
    () => onView({ firstRow, lastRow, firstColumn, lastColumn }),
    [onView, firstRow, lastRow, firstColumn, lastColumn],
  );
  useReset(props.resetKey, () => {
    setCursor((was) => ({ row: Math.min(was.row, 0), column: was.column }));
    box.current?.scrollTo({ top: 0 });
  });
  useImperativeHandle(props.handle, () => ({
    goTo: (row) => {
      setCursor((was) => ({ row, column: was.column }));
      rows.scrollToRow(row, 'center');
      // The grid itself may reach below the window, and with it the row.
      box.current?.scrollIntoView({ block: 'nearest' });
    },
    focus: () => box.current?.focus({ preventScroll: true }),
  }));

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey) return;
    const next = actionOf(event, { ...props, active, widths, choose, pageRows: rows.pageRows });
    if (next === null) return;
    event.preventDefault();
    if (next !== 'done') moveTo(next);
  }

  return (
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-activedescendant={`${gridId}-${active.row}-${active.column}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const cell = cellAt(event);
        if (cell) setCursor(cell);
      }}
      onDoubleClick={(event) => {
        const cell = cellAt(event);
        if (cell && cell.row >= 0) props.onExpand?.(cell.row, cell.column);
      }}
      className="group/grid relative overflow-auto overscroll-x-contain rounded-lg border border-line bg-surface contain-strict [overflow-anchor:none]"
      style={{ height: `min(${props.maxHeight}, ${HEAD_PX + rowCount * rowPx + BAR_PX}px)` }}
    >
      <div role="rowgroup" className="sticky top-0 z-2" style={{ width: totalPx }}>
        <GridHeader
          {...{ gridId, totalPx, pinned, placed }}
          activeColumn={active.row === -1 ? active.column : null}
          onSort={(index) => sortBy(props, index)}
          onDrag={drag}
          onWidth={choose}
        />
      </div>
      <div role="rowgroup" className="relative" style={{ height: rows.boxPx, width: totalPx }}>
        <Rows
          {...{ gridId, totalPx, pinned, placed, firstRow, lastRow, shiftPx, rowPx, active }}
          {...{ lines, markedRow, rowData: props.rowData, renderCell: props.renderCell }}
        />
      </div>
    </div>
  );
}

type RowsProps<T> = Required<Pick<GridProps<T>, 'lines' | 'markedRow' | 'rowData' | 'renderCell'>> &
  Pick<ComponentProps<typeof GridHeader>, 'gridId' | 'totalPx' | 'pinned' | 'placed'> & {
    firstRow: number;
    lastRow: number;
    shiftPx: number;
    rowPx: number;
    active: GridCell;
  };

function Rows<T>({ firstRow, lastRow, shiftPx, rowPx, active, markedRow, rowData, ...rest }: RowsProps<T>) {
  const rows = Array.from({ length: Math.max(0, lastRow - firstRow + 1) }, (_, place) => firstRow + place);
  return rows.map((row) => (
    <GridRow
      key={row}
      {...rest}
      row={row}
      topPx={row * rowPx - shiftPx}
      heightPx={rowPx}
      activeColumn={active.row === row ? active.column : null}
      isMarked={markedRow === row}
      data={rowData(row)}
    />
  ));
}

/** Where the cursor is, never outside the sheet, and what takes it elsewhere and into view. */
function useCursor<T>(
  { rowCount, columns }: GridProps<T>,
  scrollToRow: (row: number) => void,
  scrollToColumn: (index: number) => void,
) {
  const [cursor, setCursor] = useState<GridCell>({ row: 0, column: 0 });
  const active = { row: Math.min(cursor.row, rowCount - 1), column: Math.min(cursor.column, columns.length - 1) };
  function moveTo(cell: GridCell) {
    setCursor(cell);
    if (cell.row >= 0) scrollToRow(cell.row);
    scrollToColumn(cell.column);
  }
  return { active, moveTo, setCursor };
}

/** Runs when the key becomes another one, not at first. */
function useReset(key: string | undefined, reset: () => void) {
  const last = useRef(key);
  useEffect(() => {
    if (last.current === key) return;
    last.current = key;
    reset();
  });
}

type Pressed<T> = GridProps<T> & {
  active: GridCell;
  widths: readonly number[];
  choose: (key: string, widthPx: number) => void;
  pageRows: number;
};

/** What a key does: the cell it moves to, `done` when it did something else, null when it is none of the grid's. */
function actionOf<T>(event: KeyboardEvent, grid: Pressed<T>): GridCell | 'done' | null {
  const { active, columns, widths } = grid;
  const column = columns[active.column];
  const isHeader = active.row === -1;
  const step = { ArrowLeft: -WIDTH_STEP_PX, ArrowRight: WIDTH_STEP_PX }[event.key];
  if (event.shiftKey && step !== undefined && column) {
    grid.choose(column.key, (widths[active.column] ?? 0) + step);
    return 'done';
  }
  if (event.key === 'Enter' || event.key === ' ') {
    if (isHeader) sortBy(grid, active.column);
    else if (event.key === 'Enter') grid.onOpen?.(active.row);
    else grid.onExpand?.(active.row, active.column);
    return 'done';
  }
  return moveCell(active, event, { rows: grid.rowCount, columns: columns.length, pageRows: grid.pageRows });
}

function sortBy<T>({ columns, onSort }: Pick<GridProps<T>, 'columns' | 'onSort'>, index: number): void {
  const column = columns[index];
  if (column?.sort) onSort?.(column);
}

/** The cell a click fell on, read from what is drawn: one listener for all of them. */
function cellAt(event: MouseEvent): GridCell | null {
  if (!(event.target instanceof Element)) return null;
  const column = event.target.closest('[data-column]')?.getAttribute('data-column');
  const row = event.target.closest('[data-row]')?.getAttribute('data-row') ?? '-1';
  return column ? { row: Number(row), column: Number(column) } : null;
}
