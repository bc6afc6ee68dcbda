import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { GridHandle } from '#components/ui/grid/grid.tsx';
import type { ResultsView } from './results-view.ts';
import type { RowList } from './row-list.ts';
import type { GoTo } from './use-results-view.ts';

type Input = { view: ResultsView; go: GoTo; list: RowList; grid: RefObject<GridHandle | null> };

/** The open row: which it is, and the ways to another one. Its place is counted from 1; null when it is not shown. */
export function useOpenRow({ view, go, list, grid }: Input) {
  const place = view.row === null ? -1 : list.placeOf(view.row - 1);
  // Whether the address of the open row lies on top of the one without: then closing is going back.
  const wasOpenedHere = useRef(false);
  const isOpen = view.row !== null;
  useShownOnce(place, grid);

  const open = useCallback(
    (rowIndex: number) => {
      if (!isOpen) wasOpenedHere.current = true;
      go({ row: rowIndex + 1 }, isOpen ? 'replace' : 'push');
    },
    [go, isOpen],
  );
  const step = useCallback(
    (by: -1 | 1) => {
      const next = (place === -1 ? nearest(list, (view.row ?? 1) - 1) : place) + by;
      if (next < 0 || next >= list.count) return;
      go({ row: list.rowAt(next) + 1 }, 'replace');
      grid.current?.goTo(next);
    },
    [go, list, place, grid, view.row],
  );
  const close = useCallback(() => {
    if (wasOpenedHere.current) window.history.back();
    else go({ row: null }, 'replace');
    wasOpenedHere.current = false;
    grid.current?.focus();
  }, [go, grid]);
  const goTo = useCallback(
    (rowNumber: number) => {
      grid.current?.goTo(nearest(list, rowNumber - 1));
      grid.current?.focus();
    },
    [list, grid],
  );
  return { isOpen, place: place === -1 ? null : place + 1, open, step, close, goTo };
}

/** A row that the address opened is brought into view, once. */
function useShownOnce(place: number, grid: RefObject<GridHandle | null>): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (place < 0 || isDone.current) return;
    const frame = requestAnimationFrame(() => {
      isDone.current = true;
      grid.current?.goTo(place);
    });
    return () => cancelAnimationFrame(frame);
  }, [place, grid]);
}

/** The place of a row, or, where it is not shown, of the first shown one after it in the sheet. */
function nearest(list: RowList, rowIndex: number): number {
  const exact = list.placeOf(rowIndex);
  if (exact >= 0) return exact;
  for (let place = 0; place < list.count; place++) if (list.rowAt(place) > rowIndex) return place;
  return Math.max(0, list.count - 1);
}
