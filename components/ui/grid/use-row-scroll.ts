import {
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { createScale, follow, type ScrollPlace, settle, toScrollTop } from './scroll-scale.ts';

/** Rows kept beyond either edge, so that a quick turn of the wheel does not show an empty place. */
const SPARE_ROWS = 12;
/** The rows change only every so many rows scrolled. */
const STEP_ROWS = 4;
const REST_MS = 150;
/** What the server, which knows no screen, takes for the height of the view. */
const GUESSED_VIEW_PX = 800;

type Shown = {
  firstRow: number;
  lastRow: number;
  /** How far the content stands from where the box is scrolled to; 0 unless the sheet is taller than browsers allow. */
  shiftPx: number;
};

/**
 * Which rows of equal height are in view, for any number of them: a division, where a list of measured heights would grow
 * with the sheet. `headPx` is what the header covers.
 */
export function useRowScroll(
  box: RefObject<HTMLElement | null>,
  { rowCount, rowPx, headPx }: { rowCount: number; rowPx: number; headPx: number },
) {
  const [measuredPx, setMeasuredPx] = useState<number | null>(null);
  const viewPx = measuredPx ?? GUESSED_VIEW_PX;
  const scale = useMemo(() => createScale(rowCount * rowPx, viewPx), [rowCount, rowPx, viewPx]);
  const place = useRef<ScrollPlace>({ scrollTop: 0, offset: 0 });
  const toShown = useCallback(
    (next: ScrollPlace): Shown => rowsAt(next, { rowCount, rowPx, viewPx: measuredPx }),
    [rowPx, rowCount, measuredPx],
  );
  const [shown, setShown] = useState(() => toShown(place.current));
  useViewHeight(box, (boxPx) => {
    const seenPx = Math.max(rowPx, boxPx - headPx);
    if (seenPx === measuredPx) return;
    // The spare rows come with it, in pieces: until somebody scrolls, what the server drew is enough.
    startTransition(() => {
      setMeasuredPx(seenPx);
      setShown(rowsAt(place.current, { rowCount, rowPx, viewPx: seenPx }));
    });
  });
  const show = useCallback(
    (next: ScrollPlace) => {
      place.current = next;
      const now = toShown(next);
      setShown((was) => (isSame(was, now) ? was : now));
    },
    [toShown],
  );

  // Another number of rows, height of them or height of the view: the same row stays on top.
  const lastRowPx = useRef(rowPx);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const offset = Math.min(scale.maxOffset, place.current.offset * (rowPx / lastRowPx.current));
    lastRowPx.current = rowPx;
    const next = settle(scale, { offset, scrollTop: 0 });
    // Where it stands there already, the browser need not work out how high everything is.
    if (next.scrollTop !== place.current.scrollTop) element.scrollTop = next.scrollTop;
    show(next);
  }, [box, scale, rowPx, show]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      if (Math.abs(element.scrollTop - place.current.scrollTop) < 0.5) return;
      show(follow(scale, place.current, element.scrollTop, 3 * viewPx));
      clearTimeout(timer);
      if (scale.maxOffset === scale.maxScrollTop) return;
      timer = setTimeout(() => jump(element, settle(scale, place.current), show), REST_MS);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', onScroll);
    };
  }, [box, scale, viewPx, show]);

  const scrollToRow = useCallback(
    (row: number, align: 'nearest' | 'center' = 'nearest') => {
      const element = box.current;
      if (!element) return;
      const offset = offsetFor({ row, rowPx, viewPx, align, now: place.current.offset });
      if (offset === null) return;
      const clamped = Math.max(0, Math.min(scale.maxOffset, offset));
      jump(element, settle(scale, { offset: clamped, scrollTop: toScrollTop(scale, clamped) }), show);
    },
    [box, rowPx, viewPx, scale, show],
  );

  return { ...shown, boxPx: scale.boxPx, pageRows: Math.max(1, Math.floor(viewPx / rowPx) - 1), scrollToRow };
}

/** Tells how high the box is, at first and whenever that changes, when the browser has worked it out anyway. */
function useViewHeight(box: RefObject<HTMLElement | null>, onHeight: (boxPx: number) => void): void {
  const tell = useEffectEvent(onHeight);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => tell(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
}

type Sheet = { rowCount: number; rowPx: number; viewPx: number | null };

/** The rows drawn at a place. As long as the height of the view is not known these are the first ones, without spare ones. */
function rowsAt({ offset, scrollTop }: ScrollPlace, { rowCount, rowPx, viewPx }: Sheet): Shown {
  const spareRows = viewPx === null ? 0 : SPARE_ROWS;
  const top = Math.floor(offset / rowPx) - spareRows;
  const firstRow = Math.max(0, top - (top % STEP_ROWS));
  const rows = Math.ceil((viewPx ?? GUESSED_VIEW_PX) / rowPx) + 2 * spareRows + STEP_ROWS;
  return { firstRow, lastRow: Math.min(rowCount, firstRow + rows) - 1, shiftPx: offset - scrollTop };
}

/** Rows and box move in one go, so that nothing is seen to move. */
function jump(element: HTMLElement, to: ScrollPlace, show: (place: ScrollPlace) => void): void {
  flushSync(() => show(to));
  element.scrollTop = to.scrollTop;
}

/** Null when the row is in view already and may stay where it is. */
function offsetFor(to: { row: number; rowPx: number; viewPx: number; align: string; now: number }): number | null {
  const top = to.row * to.rowPx;
  const bottom = top + to.rowPx;
  if (top >= to.now && bottom <= to.now + to.viewPx) return null;
  if (to.align === 'center') return top - Math.floor((to.viewPx - to.rowPx) / 2);
  return top < to.now ? top : bottom - to.viewPx;
}

function isSame(a: Shown, b: Shown): boolean {
  return a.firstRow === b.firstRow && a.lastRow === b.lastRow && a.shiftPx === b.shiftPx;
}
