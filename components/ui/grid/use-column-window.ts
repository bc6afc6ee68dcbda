import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useMemo } from 'react';
import type { GridColumn, PlacedColumn } from './grid-column.ts';

const GUESSED_VIEW = { width: 1200, height: 800 };

/** Which columns are in view: the pinned ones always, of the others those between the edges and two beyond. */
export function useColumnWindow(
  box: RefObject<HTMLElement | null>,
  columns: readonly GridColumn[],
  widths: readonly number[],
) {
  const pinned = useMemo(() => placePinned(columns, widths), [columns, widths]);
  const pinnedPx = pinned.reduce((sum, { widthPx }) => sum + widthPx, 0);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: columns.length - pinned.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => widths[pinned.length + index] ?? 0,
    paddingStart: pinnedPx,
    scrollPaddingStart: pinnedPx,
    overscan: 2,
    initialRect: GUESSED_VIEW,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer remembers widths until it is told of new ones.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, widths]);
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];
  const placed = useMemo(() => {
    const others = columns.slice(pinned.length + first, pinned.length + last + 1);
    let leftPx = pinnedPx;
    for (let index = pinned.length; index < pinned.length + first; index++) leftPx += widths[index] ?? 0;
    return others.map((column, place): PlacedColumn => {
      const index = pinned.length + first + place;
      const here = { column, index, leftPx, widthPx: widths[index] ?? 0 };
      leftPx += here.widthPx;
      return here;
    });
  }, [columns, widths, pinned, pinnedPx, first, last]);
  const scrollToColumn = (index: number) => {
    if (index >= pinned.length) virtualizer.scrollToIndex(index - pinned.length, { align: 'auto' });
  };
  return { pinned, placed, totalPx: virtualizer.getTotalSize(), scrollToColumn };
}

function placePinned(columns: readonly GridColumn[], widths: readonly number[]): PlacedColumn[] {
  let leftPx = 0;
  const placed: PlacedColumn[] = [];
  for (const [index, column] of columns.entries()) {
    if (!column.isPinned) break;
    const widthPx = widths[index] ?? 0;
    placed.push({ column, index, leftPx, widthPx });
    leftPx += widthPx;
  }
  return placed;
}
