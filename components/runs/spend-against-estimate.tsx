import { Amount } from '#components/ui/amount.tsx';
import { formatUsd } from '#lib/format.ts';
import type { Run } from '#lib/runs/schema.ts';
import { spendShare } from '#lib/runs/spend-share.ts';

/** What is spent beside what was expected before the launch, as a bar as long as the most it was said to cost. */
export function SpendAgainstEstimate({ run }: { run: Run }) {
  const { lowUsd, expectedUsd, highUsd } = run.cost.estimate;
  const share = spendShare(run.cost);
  if (!share) return null;
  const { ofExpected, spent, mark, isOver } = share;
  return (
    <div className="mt-4">
      <div aria-hidden className="relative h-2 rounded-full bg-bar-waiting">
        <div
          className={`h-full rounded-full ${isOver ? 'bg-bar-retrying' : 'bg-accent'}`}
          style={{ width: `${spent}%` }}
        />
        <div className="absolute -top-1 h-4 w-0.5 bg-ink" style={{ left: `calc(${mark}% - 1px)` }} />
      </div>
      <p className="mt-2 text-ink-muted tabular-nums">
        {ofExpected} % of the <Amount usd={expectedUsd} isEstimate /> that was expected before the launch
        {formatUsd(lowUsd) !== formatUsd(highUsd) && (
          <>
            {' '}
            (<Amount usd={lowUsd} /> to <Amount usd={highUsd} />)
          </>
        )}
        .{isOver && <span className="text-warn"> It is more than the most it was said to cost.</span>}
      </p>
    </div>
  );
}
