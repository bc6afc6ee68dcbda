// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the role is one of two, and both have them.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows and columns that are not in view.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell its cursor is at.
import { memo, type ReactNode } from 'react';
import type { GridColumn, PlacedColumn } from './grid-column.ts';

/** What a cell shows: text, or something of one's own; undefined while it is not known yet. */
export type GridContent = ReactNode | undefined;

type GridRowProps<T> = {
  gridId: string;
  row: number;
  topPx: number;
  heightPx: number;
  lines: number;
  totalPx: number;
  pinned: readonly PlacedColumn[];
  placed: readonly PlacedColumn[];
  /** The column of the cursor when it is in this row, else null. */
  activeColumn: number | null;
  isMarked: boolean;
  data: T;
  renderCell: (data: T, column: GridColumn, index: number) => GridContent;
};

/** One row, drawn again only when something of its own changes. */
export const GridRow = memo(function GridRow<T>(props: GridRowProps<T>) {
  const { row, topPx, heightPx, totalPx, pinned, placed, isMarked } = props;
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      {...(isMarked && { 'aria-selected': true })}
      data-row={row}
      className={`group/row absolute left-0 flex ${isMarked ? 'bg-accent-soft' : 'bg-surface hover:bg-sunken'}`}
      style={{ top: topPx, height: heightPx, width: totalPx }}
    >
      {pinned.map((place) => (
        <Cell key={place.column.key} {...props} place={place} />
      ))}
      {placed.map((place) => (
        <Cell key={place.column.key} {...props} place={place} />
      ))}
    </div>
  );
}) as <T>(props: GridRowProps<T>) => ReactNode;

function Cell<T>(props: GridRowProps<T> & { place: PlacedColumn }) {
  const { gridId, row, place, lines, activeColumn, isMarked, data, renderCell } = props;
  const { column, index, leftPx, widthPx } = place;
  const content = renderCell(data, column, index);
  const isActive = activeColumn === index;
  const ground = isMarked ? 'bg-accent-soft' : column.isTinted ? 'bg-accent-soft/40' : '';
  const look = column.isPinned
    ? `sticky z-1 shrink-0 ${isMarked ? 'bg-accent-soft' : 'bg-surface group-hover/row:bg-sunken'}`
    : `absolute top-0 ${ground}`;
  return (
    <div
      role={column.isRowHead ? 'rowheader' : 'gridcell'}
      aria-colindex={index + 1}
      id={`${gridId}-${row}-${index}`}
      data-column={index}
      className={`h-full overflow-hidden border-r border-b border-line px-3 py-2 leading-5 ${column.isNumeric ? 'text-right tabular-nums' : ''} ${isActive ? 'outline-2 -outline-offset-2 outline-line-strong group-focus-visible/grid:outline-accent' : ''} ${look}`}
      style={{ left: leftPx, width: widthPx }}
    >
      {content === undefined ? <Loading /> : <Content content={content} lines={lines} widthPx={widthPx} />}
    </div>
  );
}

/** As much of a text as the cell can hold and a little more: measuring what nobody sees would take most of the time. */
function Content({ content, lines, widthPx }: { content: GridContent; lines: number; widthPx: number }) {
  if (typeof content !== 'string') return content;
  if (lines === 1) return <span className="block truncate">{content.slice(0, widthPx / 3)}</span>;
  return (
    <span
      className="overflow-hidden break-words whitespace-pre-wrap"
      style={{ display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: lines }}
    >
      {content.slice(0, (lines * widthPx) / 3)}
    </span>
  );
}

function Loading() {
  return <span aria-hidden className="mt-1.5 block h-2 w-2/3 rounded-full bg-line/60" />;
}
