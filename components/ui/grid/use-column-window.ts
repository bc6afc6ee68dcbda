import { type RefObject, startTransition, useCallback, useEffect, useMemo, useState } from 'react';
import { type ColumnRange, columnStarts, columnsBetween, countPinned, placeColumns } from './column-places.ts';
import type { GridColumn } from './grid-column.ts';

/**
 * What the server, which knows no screen, takes for the width of the view. A narrower one draws as many columns: taking some
 * away again would be most of the work of opening a page on a telephone.
 */
const LEAST_VIEW_PX = 1200;

/** Which columns are in view: the pinned ones always, of the others those between the edges and two beyond. */
export function useColumnWindow(
  box: RefObject<HTMLElement | null>,
  columns: readonly GridColumn[],
  widths: readonly number[],
) {
  const pinnedCount = useMemo(() => countPinned(columns), [columns]);
  const starts = useMemo(() => columnStarts(widths), [widths]);
  const pinnedPx = starts[pinnedCount] ?? 0;
  const [view, setView] = useState({ leftPx: 0, widthPx: LEAST_VIEW_PX });
  const { first, last } = rangeIn(view, starts, pinnedCount);
  const pinned = useMemo(
    () => placeColumns(columns, starts, { first: 0, last: pinnedCount - 1 }),
    [columns, starts, pinnedCount],
  );
  const placed = useMemo(() => placeColumns(columns, starts, { first, last }), [columns, starts, first, last]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const now = { leftPx: element.scrollLeft, widthPx: Math.max(LEAST_VIEW_PX, element.clientWidth) };
      setView((was) => (isSame(rangeIn(was, starts, pinnedCount), rangeIn(now, starts, pinnedCount)) ? was : now));
    };
    const observer = new ResizeObserver(() => startTransition(look));
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box, starts, pinnedCount]);

  const scrollToColumn = useCallback(
    (index: number) => {
      const element = box.current;
      if (!element || index < pinnedCount) return;
      const [leftPx = 0, rightPx = leftPx] = starts.slice(index, index + 2);
      // The pinned columns cover the left of the view.
      const mostPx = leftPx - pinnedPx;
      const leastPx = Math.min(mostPx, rightPx - element.clientWidth);
      element.scrollLeft = Math.max(leastPx, Math.min(mostPx, element.scrollLeft));
    },
    [box, starts, pinnedCount, pinnedPx],
  );
  return { pinned, placed, totalPx: starts.at(-1) ?? 0, scrollToColumn };
}

type View = { leftPx: number; widthPx: number };

function rangeIn({ leftPx, widthPx }: View, starts: readonly number[], pinnedCount: number): ColumnRange {
  const pinnedPx = starts[pinnedCount] ?? 0;
  return columnsBetween(starts, pinnedCount, { fromPx: leftPx + pinnedPx, toPx: leftPx + widthPx });
}

function isSame(a: ColumnRange, b: ColumnRange): boolean {
  return a.first === b.first && a.last === b.last;
}
