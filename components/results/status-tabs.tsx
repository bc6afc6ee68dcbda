import { LinkTabs } from '#components/ui/link-tabs.tsx';
import type { ResultRow, ResultSheet } from '#lib/results/schema.ts';
import { itemStatusWord } from './item-words.ts';
import { type ResultsView, resultsAddress } from './results-address.ts';

type StatusTabsProps = { sheet: ResultSheet; view: ResultsView };

/** All rows, or those of one state; states nobody is in are left out. */
export function StatusTabs({ sheet, view }: StatusTabsProps) {
  const { counts } = sheet;
  const states: { status: ResultRow['status']; count: number }[] = [
    { status: 'succeeded', count: counts.succeeded },
    { status: 'failed', count: counts.failed },
    { status: 'in_flight', count: counts.inFlight },
    { status: 'waiting', count: counts.waiting },
    { status: 'canceled', count: counts.canceled },
    { status: 'skipped', count: counts.skipped },
  ];
  const base = { trail: [], limit: view.limit };
  return (
    <LinkTabs
      label="Rows by state"
      tabs={[
        { href: resultsAddress(sheet.runId, base), label: 'All', count: counts.total, isCurrent: !view.status },
        ...states
          .filter(({ status, count }) => count > 0 || view.status === status)
          .map(({ status, count }) => ({
            href: resultsAddress(sheet.runId, { ...base, status }),
            label: itemStatusWord(status).word,
            count,
            isCurrent: view.status === status,
          })),
      ]}
    />
  );
}
