/**
 * Browsers lay out nothing taller than some 33 million pixels (Chromium) or 17 million (Firefox): a million rows are more.
 * Beyond MAX_PX the scrolled box is shorter than its content, and places in one are mapped to places in the other.
 */
const MAX_PX = 15_000_000;
/** So much at either end is mapped one to one, so that the first and last rows scroll like everywhere else. */
const EDGE_PX = 1_000_000;

export type ScrollScale = {
  /** Height of the box that is really scrolled. */
  boxPx: number;
  /** The largest offset within the content, and the largest `scrollTop`. */
  maxOffset: number;
  maxScrollTop: number;
};

export function createScale(contentPx: number, viewPx: number): ScrollScale {
  const boxPx = Math.min(contentPx, MAX_PX);
  return { boxPx, maxOffset: Math.max(0, contentPx - viewPx), maxScrollTop: Math.max(0, boxPx - viewPx) };
}

/** Which offset of the content stands at a `scrollTop`. */
export function toOffset(scale: ScrollScale, scrollTop: number): number {
  return between(scrollTop, scale.maxScrollTop, scale.maxOffset);
}

/** The `scrollTop` that an offset of the content belongs to: the other way round. */
export function toScrollTop(scale: ScrollScale, offset: number): number {
  return between(offset, scale.maxOffset, scale.maxScrollTop);
}

function between(place: number, from: number, to: number): number {
  if (from === to) return clamp(place, to);
  const edge = Math.min(EDGE_PX, from / 2, to / 2);
  if (place <= edge) return clamp(place, to);
  if (place >= from - edge) return clamp(to - (from - place), to);
  return edge + ((place - edge) * (to - 2 * edge)) / (from - 2 * edge);
}

function clamp(place: number, most: number): number {
  return Math.max(0, Math.min(most, place));
}

export type ScrollPlace = { scrollTop: number; offset: number };

/**
 * Where the content stands after the box was scrolled. A short way (a wheel, a finger, a key) moves the content as far as
 * the box; a long one (dragging the bar) goes to the place it points at. At either end of the box the content ends too.
 */
export function follow(scale: ScrollScale, last: ScrollPlace, scrollTop: number, shortWayPx: number): ScrollPlace {
  if (scale.maxOffset === scale.maxScrollTop) return { scrollTop, offset: scrollTop };
  if (scrollTop <= 0) return { scrollTop, offset: 0 };
  if (scrollTop >= scale.maxScrollTop) return { scrollTop, offset: scale.maxOffset };
  const moved = scrollTop - last.scrollTop;
  if (Math.abs(moved) > shortWayPx) return { scrollTop, offset: toOffset(scale, scrollTop) };
  return { scrollTop, offset: clamp(last.offset + moved, scale.maxOffset) };
}

/** The same content, with the box scrolled to where it belongs: to be done when the scrolling rests. Whole pixels apart. */
export function settle(scale: ScrollScale, place: ScrollPlace): ScrollPlace {
  const apart = Math.round(place.offset - toScrollTop(scale, place.offset));
  return { offset: place.offset, scrollTop: place.offset - apart };
}
