import { Search, Tag, X } from 'lucide-react';
import Form from 'next/form';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
import { labelKey, NO_RUN_LABEL } from '#lib/run-labels.ts';
import { RUN_GROUPS, type RunGroup } from '#lib/runs/run-groups.ts';
import { type RunListView, runListAddress } from './run-list-address.ts';

const GROUP_WORDS: Record<RunGroup, string> = {
  moving: 'In progress',
  paused: 'Paused',
  failures: 'With failures',
  done: 'Done',
  canceled: 'Canceled',
  draft: 'Not launched',
};

type RunListFiltersProps = {
  view: RunListView;
  counts: Record<RunGroup, number>;
  /** The labels there are, those used last first. */
  labels: readonly string[];
};

/** So many labels stand beside each other; the rest are found in the rows. */
const SHOWN_LABELS = 12;

/** All runs, or those of one state; states no run is in are left out. And those with some words in their name. */
export function RunListFilters({ view, counts, labels }: RunListFiltersProps) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const groups = RUN_GROUPS.filter((group) => counts[group] > 0 || view.group === group);
  return (
    <div className="mb-4 flex flex-col gap-4">
      <Form action="/runs" className="flex max-w-md items-end gap-2">
        {view.group && <input type="hidden" name="status" value={view.group} />}
        {view.label !== undefined && <input type="hidden" name="label" value={view.label} />}
        <label className="relative min-w-0 grow">
          <span className="sr-only">Search runs by name</span>
          <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-ink-muted" />
          <input
            // Another address, such as that of all runs, brings another text.
            key={view.name}
            type="search"
            name="name"
            defaultValue={view.name}
            maxLength={200}
            placeholder="Search by name"
            className="min-h-9 w-full rounded-md border border-line-strong bg-surface py-1.5 pr-3 pl-9 text-ink placeholder:text-ink-muted"
          />
        </label>
        <Button type="submit">Search</Button>
      </Form>
      <LabelLinks view={view} labels={labels} />
      <LinkTabs
        label="Runs by state"
        tabs={[
          { href: runListAddress({ ...view, group: null, page: 1 }), label: 'All', count: all, isCurrent: !view.group },
          ...groups.map((group) => ({
            href: runListAddress({ ...view, group, page: 1 }),
            label: GROUP_WORDS[group],
            count: counts[group],
            isCurrent: view.group === group,
          })),
        ]}
      />
    </div>
  );
}

/** Runs of one label; the one that is chosen has a way out. */
function LabelLinks({ view, labels }: { view: RunListView; labels: readonly string[] }) {
  const chosen = view.label;
  if (labels.length === 0 && chosen === undefined) return null;
  const others = labels.filter((label) => chosen === undefined || labelKey(label) !== labelKey(chosen));
  return (
    <nav aria-label="Runs by label">
      <ul className="flex flex-wrap gap-2">
        {chosen !== undefined && (
          <li className="max-w-full min-w-0">
            <Link
              href={runListAddress({ ...view, label: undefined, page: 1 })}
              aria-label={`Label: ${chosen || NO_RUN_LABEL}. Take this filter away`}
              className="inline-flex min-h-9 max-w-full items-center gap-1.5 rounded-md bg-accent-soft px-2.5 text-accent hover:underline"
            >
              <span className="truncate">Label: {chosen || NO_RUN_LABEL}</span>
              <X aria-hidden className="size-4 shrink-0" />
            </Link>
          </li>
        )}
        {others.slice(0, SHOWN_LABELS).map((label) => (
          <li key={label} className="max-w-full min-w-0">
            <Link href={runListAddress({ ...view, label, page: 1 })} className={LABEL_LINK}>
              <Tag aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const LABEL_LINK =
  'inline-flex min-h-9 max-w-full items-center gap-1.5 rounded-md border border-line px-2.5 text-ink-muted hover:text-ink';
