import { parseRunGroup, type RunGroup } from '#lib/runs/run-groups.ts';

/** A view of the list of runs, as its address says it. */
export type RunListView = { group: RunGroup | null; name: string; page: number };

const MAX_NAME = 200;

export function runListAddress({ group, name, page }: RunListView): string {
  const query = new URLSearchParams();
  if (group) query.set('status', group);
  if (name) query.set('name', name);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return `/runs${text && `?${text}`}`;
}

/** What an address does not say right is left out: a mistyped one still shows runs. */
export function parseRunListView(query: Record<string, string | string[] | undefined>): RunListView {
  const text = (key: string) => [query[key]].flat()[0] ?? '';
  const page = Number(text('page'));
  return {
    group: parseRunGroup(text('status')),
    // PostgreSQL knows no text with a null character.
    name: text('name').replaceAll('\0', '').trim().slice(0, MAX_NAME),
    page: Number.isInteger(page) && page > 0 && page <= 1_000_000 ? page : 1,
  };
}
