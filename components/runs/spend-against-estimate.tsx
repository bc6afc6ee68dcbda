import { Amount } from '#components/ui/amount.tsx';
import { formatUsd, usdPercent } from '#lib/format.ts';
import type { Run } from '#lib/runs/schema.ts';

/** What is spent beside what was expected before the launch, as a bar as long as the most it was said to cost. */
export function SpendAgainstEstimate({ run }: { run: Run }) {
  const { batchUsd, estimate } = run.cost;
  const { lowUsd, expectedUsd, highUsd } = estimate;
  if (batchUsd === null || expectedUsd === null || lowUsd === null || highUsd === null) return null;
  const share = usdPercent(batchUsd, expectedUsd) ?? 0;
  const spent = Math.min(100, usdPercent(batchUsd, highUsd) ?? 0);
  const mark = Math.min(100, usdPercent(expectedUsd, highUsd) ?? 100);
  const isOver = spent >= 100;
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
        {share} % of the <Amount usd={expectedUsd} isEstimate /> that was expected before the launch
        {formatUsd(lowUsd) !== formatUsd(highUsd) && (
          <>
            {' '}
            (<Amount usd={lowUsd} /> to <Amount usd={highUsd} />)
          </>
        )}
        .
      </p>
    </div>
  );
}
