// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows and columns that are not in view.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell its cursor is at.
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import type { PointerEvent } from 'react';
import type { PlacedColumn } from './grid-column.ts';

export const HEAD_PX = 40;

type GridHeaderProps = {
  gridId: string;
  totalPx: number;
  pinned: readonly PlacedColumn[];
  placed: readonly PlacedColumn[];
  activeColumn: number | null;
  onSort: (index: number) => void;
  onDrag: (key: string, widthPx: number) => void;
  onWidth: (key: string, widthPx: number) => void;
};

/** The names of the columns, always in sight. A name sorts; the edge behind it sets the width. */
export function GridHeader(props: GridHeaderProps) {
  const { totalPx, pinned, placed } = props;
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-2 flex bg-sunken text-xs font-medium text-ink-muted"
      style={{ height: HEAD_PX, width: totalPx }}
    >
      {[...pinned, ...placed].map((place) => (
        <HeadCell key={place.column.key} {...props} place={place} />
      ))}
    </div>
  );
}

function HeadCell(props: GridHeaderProps & { place: PlacedColumn }) {
  const { gridId, place, activeColumn, onSort } = props;
  const { column, index, leftPx, widthPx } = place;
  const isActive = activeColumn === index;
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      {...(column.sort && { 'aria-sort': column.sort })}
      id={`${gridId}--1-${index}`}
      data-column={index}
      className={`flex h-full items-center border-r border-b border-line ${isActive ? 'outline-2 -outline-offset-2 outline-line-strong group-focus-visible/grid:outline-accent' : ''} ${column.isPinned ? 'sticky z-1 shrink-0' : 'absolute top-0'} ${column.isTinted ? 'bg-accent-soft text-ink' : 'bg-sunken'}`}
      style={{ left: leftPx, width: widthPx }}
    >
      {column.sort ? (
        <button
          type="button"
          tabIndex={-1}
          onClick={() => onSort(index)}
          className={`flex h-full min-w-0 grow items-center gap-1 px-3 hover:text-ink ${column.isNumeric ? 'justify-end' : ''}`}
        >
          <Label place={place} />
          <SortMark sort={column.sort} />
        </button>
      ) : (
        <span className={`flex min-w-0 grow items-center gap-1 px-3 ${column.isNumeric ? 'justify-end' : ''}`}>
          <Label place={place} />
        </span>
      )}
      <Edge {...props} />
    </div>
  );
}

function Label({ place: { column } }: { place: PlacedColumn }) {
  return (
    <>
      <span className="truncate" title={column.label}>
        {column.label}
      </span>
      {column.hint && <span className="shrink-0 font-normal text-ink-muted">{column.hint}</span>}
    </>
  );
}

function SortMark({ sort }: { sort: NonNullable<PlacedColumn['column']['sort']> }) {
  const Icon = { none: ArrowUpDown, ascending: ArrowUp, descending: ArrowDown }[sort];
  return <Icon aria-hidden className={`size-3.5 shrink-0 ${sort === 'none' ? 'opacity-50' : 'text-accent'}`} />;
}

/** For the mouse and the finger; keys do it on the name itself. */
function Edge({ place: { column, widthPx }, onDrag, onWidth }: GridHeaderProps & { place: PlacedColumn }) {
  function onPointerDown(down: PointerEvent<HTMLSpanElement>) {
    down.preventDefault();
    const edge = down.currentTarget;
    edge.setPointerCapture(down.pointerId);
    const widthAt = (event: globalThis.PointerEvent) => widthPx + event.clientX - down.clientX;
    const onMove = (event: globalThis.PointerEvent) => onDrag(column.key, widthAt(event));
    edge.addEventListener('pointermove', onMove);
    edge.addEventListener(
      'lostpointercapture',
      (event) => {
        edge.removeEventListener('pointermove', onMove);
        if (event instanceof globalThis.PointerEvent) onWidth(column.key, widthAt(event));
      },
      { once: true },
    );
  }
  return (
    <span
      aria-hidden
      data-edge={column.key}
      onPointerDown={onPointerDown}
      className="absolute inset-y-0 right-0 z-1 w-2 cursor-col-resize touch-none hover:bg-line-strong/50 active:bg-accent"
    />
  );
}
