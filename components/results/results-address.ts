/** A view of the results page, as its address says it. */
export type ResultsView = {
  status?: string | undefined;
  after?: number | undefined;
  /** The `after` of every page before this one, oldest first: the way back, because rows are paged by key. */
  trail: readonly number[];
  limit: number;
};

export const PAGE_SIZES = [50, 100] as const;

/** Longer ways back forget their beginning: the first page has a link of its own. */
const MAX_TRAIL = 100;
const FIRST = -1;

export function resultsAddress(runId: string, view: ResultsView): string {
  const query = new URLSearchParams();
  if (view.status) query.set('status', view.status);
  if (view.after !== undefined && view.after !== FIRST) query.set('after', String(view.after));
  if (view.trail.length > 0) query.set('trail', view.trail.join('.'));
  if (view.limit !== PAGE_SIZES[0]) query.set('limit', String(view.limit));
  const text = query.toString();
  return `/runs/${runId}/results${text && `?${text}`}`;
}

export function nextView(view: ResultsView, nextAfter: number): ResultsView {
  return { ...view, after: nextAfter, trail: [...view.trail, view.after ?? FIRST].slice(-MAX_TRAIL) };
}

/** Null on the first page. */
export function previousView(view: ResultsView): ResultsView | null {
  if (view.after === undefined || view.after === FIRST) return null;
  return { ...view, after: view.trail.at(-1) ?? FIRST, trail: view.trail.slice(0, -1) };
}

/** `4.54.104` of the address; anything else is no way back. */
export function parseTrail(text: string | undefined): number[] {
  const parts = (text ?? '').split('.').map(Number);
  return text && parts.every((part) => Number.isInteger(part) && part >= FIRST) ? parts.slice(-MAX_TRAIL) : [];
}
