import { Search } from 'lucide-react';
import Form from 'next/form';
import { Button } from '#components/ui/button.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
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

type RunListFiltersProps = { view: RunListView; counts: Record<RunGroup, number> };

/** All runs, or those of one state; states no run is in are left out. And those with some words in their name. */
export function RunListFilters({ view, counts }: RunListFiltersProps) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const groups = RUN_GROUPS.filter((group) => counts[group] > 0 || view.group === group);
  return (
    <div className="mb-4 flex flex-col gap-4">
      <Form action="/runs" className="flex max-w-md items-end gap-2">
        {view.group && <input type="hidden" name="status" value={view.group} />}
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
