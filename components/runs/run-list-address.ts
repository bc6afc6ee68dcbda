import { parseRunGroup, type RunGroup } from '#lib/runs/run-groups.ts';

/** A view of the list of runs, as its address says it. */
export type RunListView = {
  group: RunGroup | null;
  name: string;
  /** Only runs with this label; empty: only those without any. */
  label?: string | undefined;
  page: number;
};

const MAX_NAME = 200;

export function runListAddress({ group, name, label, page }: RunListView): string {
  const query = new URLSearchParams();
  if (group) query.set('status', group);
  if (name) query.set('name', name);
  if (label !== undefined) query.set('label', label);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return `/runs${text && `?${text}`}`;
}

/** What an address does not say right is left out: a mistyped one still shows runs. */
export function parseRunListView(query: Record<string, string | string[] | undefined>): RunListView {
  const text = (key: string) => [query[key]].flat()[0] ?? '';
  const page = Number(text('page'));
  const label = query.label === undefined ? undefined : clean(text('label'));
  return {
    group: parseRunGroup(text('status')),
    name: clean(text('name')),
    ...(label !== undefined && { label }),
    page: Number.isInteger(page) && page > 0 && page <= 1_000_000 ? page : 1,
  };
}

/** Why a view shows no run. */
export function noRunWords({ group, name, label }: RunListView): string {
  const wanted = [
    ...(group ? ['is in this state'] : []),
    ...(label === undefined ? [] : [label === '' ? 'is without a label' : `has the label “${label}”`]),
    ...(name ? [`has “${name}” in its name`] : []),
  ];
  return wanted.length === 1 && group ? 'No run is in this state now.' : `No run ${wanted.join(' and ')}.`;
}

/** PostgreSQL knows no text with a null character. */
function clean(text: string): string {
  return text.replaceAll('\0', '').trim().slice(0, MAX_NAME);
}
