import { LinkTabs } from '#components/ui/link-tabs.tsx';
import type { ResultCounts, ResultRow } from '#lib/results/schema.ts';
import { itemStatusWord } from './item-words.ts';
import { type ResultsView, viewAddress } from './results-view.ts';
import type { GoTo } from './use-results-view.ts';

type StatusTabsProps = { runId: string; counts: ResultCounts['counts']; view: ResultsView; go: GoTo };

/** All rows, or those of one state; states nobody is in are left out. */
export function StatusTabs({ runId, counts, view, go }: StatusTabsProps) {
  const states: { status: ResultRow['status'] | undefined; count: number }[] = [
    { status: undefined, count: counts.total },
    { status: 'succeeded', count: counts.succeeded },
    { status: 'failed', count: counts.failed },
    { status: 'in_flight', count: counts.inFlight },
    { status: 'waiting', count: counts.waiting },
    { status: 'canceled', count: counts.canceled },
    { status: 'skipped', count: counts.skipped },
  ];
  return (
    <LinkTabs
      label="Rows by state"
      tabs={states
        .filter(({ status, count }) => status === undefined || count > 0 || view.status === status)
        .map(({ status, count }) => {
          const change = {
            status,
            cause: undefined,
            row: null,
            ...(status && status !== 'succeeded' && { answer: undefined }),
          };
          return {
            href: viewAddress(runId, { ...view, ...change }),
            label: status ? itemStatusWord(status).word : 'All',
            count,
            isCurrent: view.status === status,
            onGo: () => go(change),
          };
        })}
    />
  );
}
