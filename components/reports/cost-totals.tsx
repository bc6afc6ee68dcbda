import type { ReactNode } from 'react';
import { SimulatedBadge } from '#components/runs/simulated-badge.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { usdPercent } from '#lib/format.ts';
import type { CostFigures } from '#lib/pricing/cost-report.ts';
import { hasNow, spentUsd } from '#lib/pricing/spent-usd.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { CostView } from '#lib/reports/cost-view.ts';
import { changeWords, failedWords, failureRate, periodWords, rateChangeWords } from '#lib/reports/cost-words.ts';
import { CostFormula } from './cost-formula.tsx';

type CostTotalsProps = { view: CostView; total: CostFigures; previous: CostFigures; simulated: boolean };

/** Spent, saved, the real-time equivalent and the share of failed tries, each beside that of the period before. */
export function CostTotals({ view, total, previous, simulated }: CostTotalsProps) {
  const { spent, saved } = spentWords(simulated);
  const percent = usdPercent(total.savedUsd, total.realtimeUsd);
  const known = total.unknownRequests > 0 && total.batchUsd !== null ? ', as far as known' : '';
  return (
    <Card title={periodWords(view.period)} {...(simulated && { action: <SimulatedBadge /> })}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
        <Figure
          name={`${spent}${known}`}
          before={<Known usd={spentUsd(previous)} />}
          change={changeWords(spentUsd(total), spentUsd(previous))}
        >
          <Known usd={spentUsd(total)} />
          {hasNow(total) && <Apart total={total} />}
        </Figure>
        <Figure
          name={`${saved}${known}`}
          before={<Known usd={previous.savedUsd} />}
          change={changeWords(total.savedUsd, previous.savedUsd)}
        >
          <span className={toneOf(total.savedUsd)}>
            <Known usd={total.savedUsd} />{' '}
            {percent !== null && percent > 0 && <span className="text-sm whitespace-nowrap">({percent} %)</span>}
          </span>
        </Figure>
        <Figure
          name="At real-time prices"
          before={<Known usd={previous.realtimeUsd} />}
          change={changeWords(total.realtimeUsd, previous.realtimeUsd)}
        >
          <Known usd={total.realtimeUsd} isStruck />
        </Figure>
        <Figure
          name="Failed tries"
          before={<span title={titleOf(previous)}>{failureRate(previous.failed, previous.requests)}</span>}
          change={rateChangeWords(total, previous)}
        >
          <span title={titleOf(total)}>{failureRate(total.failed, total.requests)}</span>
          <span className="block text-xs font-normal text-ink-muted">
            {titleOf(total)}, also of rows answered later
          </span>
        </Figure>
      </dl>
      <p className="mt-4 text-xs text-ink-muted">Before means {periodWords(view.previous)}. Days are counted in UTC.</p>
      <div className="mt-1 text-xs">
        <Disclosure summary="How this is computed">
          <CostFormula simulated={simulated} />
        </Disclosure>
      </div>
    </Card>
  );
}

/** What was paid at the real-time price, and what of it before a launch. */
function Apart({ total: { batchUsd, nowUsd, triedUsd } }: { total: CostFigures }) {
  return (
    <span className="block text-xs font-normal text-ink-muted">
      <Known usd={batchUsd} /> at batch price, <Amount usd={nowUsd} /> at real-time price
      {Number(triedUsd) > 0 && (
        <>
          {' '}
          (tried before launching: <Amount usd={triedUsd} />)
        </>
      )}
    </span>
  );
}

/** An amount, or the word that there is none to tell. */
function Known({ usd, isStruck = false }: { usd: string | null; isStruck?: boolean }) {
  return usd === null ? 'unknown' : <Amount usd={usd} isStruck={isStruck} />;
}

/** Green is for money that was saved, and amber for when retries cost more than the discount gave. */
function toneOf(savedUsd: string | null): string {
  if (savedUsd === null || Number(savedUsd) === 0) return '';
  return savedUsd.startsWith('-') ? 'text-warn' : 'text-good';
}

function titleOf({ failed, requests }: CostFigures): string {
  return failedWords(failed, requests);
}

type FigureProps = { name: string; before: ReactNode; change: string | null; children: ReactNode };

function Figure({ name, before, change, children }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd className="text-xl font-semibold tabular-nums">{children}</dd>
      <dd className="text-xs text-ink-muted tabular-nums">
        before: {before}
        {change && ` · ${change}`}
      </dd>
    </div>
  );
}
