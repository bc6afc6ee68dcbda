import { type Ref, useCallback, useMemo, useState } from 'react';
import { Grid, type GridHandle, type GridView } from '#components/ui/grid/grid.tsx';
import type { GridColumn } from '#components/ui/grid/grid-column.ts';
import { MAX_SORTED_ROWS } from '#lib/results/limits.ts';
import type { ResultRow, ResultSheet } from '#lib/results/schema.ts';
import { RowLink, resultContent } from './result-cell.tsx';
import { type ResultColumn, resultColumns } from './result-columns.ts';
import { nextSort, type ResultsView, viewAddress } from './results-view.ts';
import type { RowList } from './row-list.ts';
import type { KnownRow, RowWindows } from './row-windows.ts';
import type { GoTo } from './use-results-view.ts';

type ResultGridProps = {
  sheet: ResultSheet;
  /** Tell how wide the columns want to be. */
  firstRows: readonly ResultRow[];
  view: ResultsView;
  go: GoTo;
  list: RowList;
  /** Names the rows shown; with other rows the grid begins at the top. */
  listKey: string;
  windows: RowWindows;
  lines: number;
  handle: Ref<GridHandle>;
  onOpen: (rowIndex: number) => void;
  onExpand: (rowIndex: number, column: ResultColumn) => void;
};

/** Fetched beyond either edge of what is drawn, so that slow scrolling never meets an empty row. Nothing at the top, which most never leave. */
const AHEAD_ROWS = 40;

/** The sheet with its answers, a million rows as well as ten. */
export function ResultGrid({
  sheet,
  firstRows,
  view,
  go,
  list,
  listKey,
  windows,
  lines,
  handle,
  onOpen,
  onExpand,
}: ResultGridProps) {
  const { sort, column, desc, status } = view;
  const columns = useMemo(
    () =>
      resultColumns(
        sheet,
        { sort, column, desc, status },
        { canSort: sheet.counts.total <= MAX_SORTED_ROWS, firstRows },
      ),
    [sheet, firstRows, sort, column, desc, status],
  );
  const [firstOwn] = useState(() => columns.findIndex((column) => column.kind === 'own'));
  const onView = useCallback(
    ({ firstRow, lastRow, firstColumn, lastColumn }: GridView) => {
      const aheadRows = firstRow === 0 ? 0 : AHEAD_ROWS;
      const first = Math.max(0, firstRow - aheadRows);
      const last = Math.min(list.count - 1, lastRow + aheadRows);
      const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => list.rowAt(first + place));
      const lastOwn = sheet.columnNames.length - 1;
      const own = (index: number) => Math.max(0, Math.min(lastOwn, index - firstOwn));
      windows.want(rows, { first: own(firstColumn), last: own(lastColumn) });
    },
    [list, windows, sheet, firstOwn],
  );
  const renderCell = useCallback(
    (row: KnownRow, _: GridColumn, index: number) => {
      const column = columns[index];
      if (!column) return '';
      if (column.kind !== 'row') return resultContent(row, column, lines);
      const href = viewAddress(sheet.runId, { ...view, row: row.rowIndex + 1 });
      return <RowLink rowIndex={row.rowIndex} href={href} onOpen={onOpen} />;
    },
    [columns, sheet.runId, view, onOpen, lines],
  );
  const marked = view.row === null ? -1 : list.placeOf(view.row - 1);
  return (
    <Grid
      label="Results"
      storageKey={sheet.runId}
      columns={columns}
      rowCount={list.count}
      rowData={(place) => windows.row(list.rowAt(place))}
      renderCell={renderCell}
      lines={lines}
      markedRow={marked === -1 ? null : marked}
      maxHeight="max(20rem, 100dvh - 21rem)"
      resetKey={listKey}
      handle={handle}
      onView={onView}
      onSort={(sorted) => {
        const column = columns.find(({ key }) => key === sorted.key);
        if (column && column.kind !== 'own' && column.kind !== 'state')
          go({ ...nextSort(view, column.kind, column.place), row: null });
      }}
      onOpen={(place) => onOpen(list.rowAt(place))}
      onExpand={(place, index) => {
        const column = columns[index];
        if (column) onExpand(list.rowAt(place), column);
      }}
    />
  );
}
