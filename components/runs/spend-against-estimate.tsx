import dynamic from 'next/dynamic';
import { Amount } from '#components/ui/amount.tsx';
import { codeSource } from '#components/ui/code-source.ts';
import { formatUsd } from '#lib/format.ts';
import type { Run } from '#lib/runs/schema.ts';
import { spendShare } from '#lib/runs/spend-share.ts';

/** Only a run that is over has one. */
const outcomeCode = codeSource();
const EstimateOutcome = dynamic(() =>
  outcomeCode.fetch(() => import('./estimate-outcome.tsx')).then((module) => module.EstimateOutcome),
);

/** What is spent beside what was expected before the launch, as a bar as long as the most it was said to cost. */
export function SpendAgainstEstimate({ run }: { run: Run }) {
  const { outcome, errorPercent } = run.cost.estimate;
  const share = spendShare(run.cost);
  if (!share) return null;
  const { spent, mark, isOver } = share;
  return (
    <div className="mt-4">
      <div aria-hidden className="relative h-2 rounded-full bg-bar-waiting">
        <div
          className={`h-full rounded-full ${isOver ? 'bg-bar-retrying' : 'bg-accent'}`}
          style={{ width: `${spent}%` }}
        />
        <div className="absolute -top-1 h-4 w-0.5 bg-ink" style={{ left: `calc(${mark}% - 1px)` }} />
      </div>
      {outcome && errorPercent !== null ? (
        <EstimateOutcome outcome={outcome} errorPercent={errorPercent} run={run} />
      ) : (
        <SoFar estimate={run.cost.estimate} ofExpected={share.ofExpected} isOver={isOver} />
      )}
    </div>
  );
}

type SoFarProps = { estimate: Run['cost']['estimate']; ofExpected: number; isOver: boolean };

function SoFar({ estimate: { lowUsd, expectedUsd, highUsd }, ofExpected, isOver }: SoFarProps) {
  return (
    <p className="mt-2 text-ink-muted tabular-nums">
      {ofExpected} % of the <Amount usd={expectedUsd} isEstimate /> that was expected before the launch
      <Range {...{ lowUsd, highUsd }} />.
      {isOver && <span className="text-warn"> It is more than the most it was said to cost.</span>}
    </p>
  );
}

function Range({ lowUsd, highUsd }: Pick<Run['cost']['estimate'], 'lowUsd' | 'highUsd'>) {
  if (formatUsd(lowUsd) === formatUsd(highUsd)) return null;
  return (
    <>
      {' '}
      (<Amount usd={lowUsd} /> to <Amount usd={highUsd} />)
    </>
  );
}
