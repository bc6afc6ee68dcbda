import { Download } from 'lucide-react';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
import { exactUsd } from '#lib/format.ts';
import type { CostGroup } from '#lib/pricing/cost-report.ts';
import { spentUsd } from '#lib/pricing/spent-usd.ts';
import { PAID_NOTHING, spentWords } from '#lib/pricing/spent-words.ts';
import { costBars } from '#lib/reports/cost-bars.ts';
import { type CostView, costAddress, costFileAddress } from '#lib/reports/cost-view.ts';
import { periodWords } from '#lib/reports/cost-words.ts';
import type { CostsPage } from '#lib/reports/schema.ts';
import { CostFilters } from './cost-filters.tsx';
import { CostNotes } from './cost-notes.tsx';
import { CostTable } from './cost-table.tsx';
import { CostTotals } from './cost-totals.tsx';
import { CostsOverTime } from './costs-over-time.tsx';

const TITLES: Record<CostGroup, string> = {
  day: 'By day',
  model: 'By model',
  member: 'By member',
  run: 'By run',
  template: 'By template',
  label: 'By label',
};

/** The figures of a period: the four that matter, day by day, and by whom and on what. */
export function CostsScreen({ view, costs, mayRun }: { view: CostView; costs: CostsPage; mayRun: boolean }) {
  const { total, previous, simulated, days, tables, inProgress } = costs;
  const { spentInText, savedInText } = spentWords(simulated);
  return (
    <>
      <KindTabs view={view} costs={costs} />
      {simulated && <SimulatedNote hasPaid={costs.hasOtherKind} />}
      <CostFilters view={view} names={namesIn(costs)} />
      <CostTotals {...{ view, total, previous, simulated }} />
      <CostNotes total={total} inProgress={inProgress} />
      {days.length === 0 && <NothingSpent view={view} mayRun={mayRun} />}
      {days.length > 0 && (
        <>
          <CostsOverTime
            bars={costBars(view.period, days)}
            summary={`${periodWords(view.period)}: ${spentInText} ${exactUsd(spentUsd(total))}, ${savedInText} ${exactUsd(total.savedUsd)}.`}
            simulated={simulated}
            file={<FileButton view={view} by="day" simulated={simulated} />}
          >
            <CostTable label="Costs by day" by="day" rows={days} view={view} simulated={simulated} />
          </CostsOverTime>
          {tables.map(({ by, rows, hasMore }) => (
            <Card key={by} title={TITLES[by]} action={<FileButton view={view} by={by} simulated={simulated} />}>
              <CostTable
                label={`Costs ${TITLES[by].toLowerCase()}`}
                by={by}
                rows={rows}
                view={view}
                simulated={simulated}
              />
              {by === 'label' && (
                <p className="mt-2 text-xs text-ink-muted">
                  A run with two labels counts under both, so these lines may add up to more than the total.
                </p>
              )}
              {hasMore && (
                <p className="mt-2 text-xs text-ink-muted">
                  The {rows.length} that cost most. The file has all of them.
                </p>
              )}
            </Card>
          ))}
        </>
      )}
    </>
  );
}

/** Real money and what the sandbox made up are never added up: one is shown at a time, where there are both. */
function KindTabs({ view, costs: { simulated, hasOtherKind } }: { view: CostView; costs: CostsPage }) {
  if (!hasOtherKind && view.simulated === null) return null;
  const tabs = [
    { href: costAddress(view, { simulated: false }), label: 'Paid', isCurrent: !simulated },
    { href: costAddress(view, { simulated: true }), label: 'Sandbox · simulated', isCurrent: simulated },
  ];
  return (
    <div className="print:hidden">
      <LinkTabs label="Kind of costs" tabs={tabs} />
    </div>
  );
}

function SimulatedNote({ hasPaid }: { hasPaid: boolean }) {
  return (
    <Alert tone="neutral" title="These amounts are simulated.">
      They are what the sandbox’s runs would have cost and saved at a provider.{' '}
      {hasPaid ? 'What you really paid stands under “Paid”.' : PAID_NOTHING}
    </Alert>
  );
}

function FileButton({ view, by, simulated }: { view: CostView; by: CostGroup; simulated: boolean }) {
  return (
    <span className="print:hidden">
      <LinkButton kind="quiet" href={costFileAddress(view, by, simulated)} download>
        <Download aria-hidden className="size-4" />
        CSV <span className="sr-only">of the costs {TITLES[by].toLowerCase()}</span>
      </LinkButton>
    </span>
  );
}

function NothingSpent({ view, mayRun }: { view: CostView; mayRun: boolean }) {
  const isNarrowed = [view.model, view.member, view.template, view.label].some((filter) => filter !== undefined);
  const action = isNarrowed ? (
    <LinkButton
      href={costAddress(view, { model: undefined, member: undefined, template: undefined, label: undefined })}
    >
      Show all runs
    </LinkButton>
  ) : (
    mayRun && <LinkButton href="/runs/new">New run</LinkButton>
  );
  return (
    <EmptyState title="Nothing was spent in this period" action={action}>
      What runs cost stands here from the moment their first batch ends: day by day, and by model, person, template,
      label and run.
    </EmptyState>
  );
}

function namesIn({ tables }: CostsPage): ReadonlyMap<string, string> {
  return new Map(
    tables.flatMap(({ by, rows }) =>
      rows.flatMap((row) => {
        const key = row[by];
        return key === undefined || key === null ? [] : [[key, row.name] as const];
      }),
    ),
  );
}
