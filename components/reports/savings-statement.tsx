import { Download } from 'lucide-react';
import { SimulatedBadge } from '#components/runs/simulated-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { BackLink } from '#components/ui/back-link.tsx';
import { Content } from '#components/ui/content.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { countOf, exactUsd, formatCount } from '#lib/format.ts';
import { hasNow, spentUsd } from '#lib/pricing/spent-usd.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import { type CostView, costAddress, statementFileAddress } from '#lib/reports/cost-view.ts';
import { periodWords } from '#lib/reports/cost-words.ts';
import type { StatementPage } from '#lib/reports/schema.ts';
import { PrintButton } from './print-button.tsx';
import { StatementFormula } from './statement-formula.tsx';
import { StatementPrices } from './statement-prices.tsx';
import { StatementRuns } from './statement-runs.tsx';

type StatementProps = { view: CostView; page: StatementPage; workspace: string; person: string };

/** One sheet that says what was saved in a period and how that is worked out, for whoever has to believe it. */
export function SavingsStatementScreen({ view, page, workspace, person }: StatementProps) {
  const { simulated, prices, runs, total, generatedAt, isWhole } = page;
  const filters = [view.model, view.member, view.template, view.label].filter((filter) => filter !== undefined);
  return (
    <Content>
      <div className="print:hidden">
        <BackLink href={costAddress(view, { simulated })}>Costs</BackLink>
      </div>
      <div className="-mb-6">
        <PageHeader
          title="Savings statement"
          {...(simulated && { badge: <SimulatedBadge /> })}
          action={<Actions view={view} simulated={simulated} />}
        >
          {workspace} · {periodWords(view.period)}, days of UTC · made {generatedAt.slice(0, 16).replace('T', ' ')} UTC
          by {person}
          {!isWhole && ' · own runs only'}
          {filters.length > 0 && ' · not all runs: narrowed on the Costs page'}
        </PageHeader>
      </div>
      {simulated && (
        <Alert tone="neutral" title="Nothing here was paid.">
          These are the sandbox’s runs, at the prices of a provider. What was paid stands on a statement of its own.
        </Alert>
      )}
      <Totals page={page} />
      <StatementFormula simulated={simulated} />
      {runs.length === 0 && <p className="text-ink-muted">No run has anything booked in this period.</p>}
      {runs.length > 0 && (
        <>
          <StatementPrices prices={prices} simulated={simulated} />
          <StatementRuns runs={runs} simulated={simulated} />
        </>
      )}
      {total.runs > runs.length && (
        <p className="text-xs text-ink-muted">
          The {countOf(runs.length, 'run')} that cost most, of {formatCount(total.runs)}. The totals and the prices are
          of all of them, and so is the file.
        </p>
      )}
    </Content>
  );
}

function Actions({ view, simulated }: { view: CostView; simulated: boolean }) {
  return (
    <span className="flex flex-wrap gap-2 print:hidden">
      <LinkButton href={statementFileAddress(view, simulated)} download>
        <Download aria-hidden className="size-4" />
        CSV with every term
      </LinkButton>
      <PrintButton />
    </span>
  );
}

/** To the last digit: a statement is compared with other papers. */
function Totals({ page: { total, simulated } }: { page: StatementPage }) {
  const { spent, saved } = spentWords(simulated);
  const unknown = total.unknownRequests > 0 && total.batchUsd !== null ? ', as far as known' : '';
  return (
    <Facts
      facts={[
        { name: 'Runs', value: formatCount(total.runs) },
        { name: `At real-time prices${unknown}`, value: <Exact usd={total.realtimeUsd} /> },
        { name: `${spent}${unknown}`, value: <Exact usd={spentUsd(total)} /> },
        { name: `${saved}${unknown}`, value: <Exact usd={total.savedUsd} isStrong /> },
        ...(hasNow(total)
          ? [{ name: `Part of “${spent}”: at the real-time price`, value: <Exact usd={total.nowUsd} /> }]
          : []),
        ...(Number(total.duplicateUsd) > 0
          ? [{ name: `Part of “${spent}”: batches made twice`, value: <Exact usd={total.duplicateUsd} /> }]
          : []),
        ...(total.unknownRequests > 0
          ? [{ name: 'Cost unknown, in no amount', value: countOf(total.unknownRequests, 'try', 'tries') }]
          : []),
        ...(total.unsentRows > 0
          ? [
              {
                name: `Never sent, in no amount: ${countOf(total.unsentRows, 'row')}`,
                value: <Exact usd={total.unsentUsd} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function Exact({ usd, isStrong = false }: { usd: string | null; isStrong?: boolean }) {
  return (
    <data value={usd ?? ''} className={`tabular-nums ${isStrong ? 'font-semibold' : ''}`}>
      {usd === null ? 'unknown' : exactUsd(usd)}
    </data>
  );
}
