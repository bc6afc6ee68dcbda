import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { countOf, formatCompact, usdPercent } from '#lib/format.ts';
import type { Run } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';

/** What was paid, what it would have been, and the difference, with how it is computed. */
export function RunCosts({ run }: { run: Run }) {
  const { batchUsd, realtimeUsd, savedUsd, estimate } = run.cost;
  const percent = usdPercent(savedUsd, realtimeUsd);
  const { inputTokens, outputTokens } = run.usage;
  return (
    <Card title="Cost">
      <Facts
        facts={[
          {
            name: isRunOver(run.status) ? 'Spent, at batch price' : 'Spent so far, at batch price',
            value: (
              <span className="text-lg font-semibold">
                <Amount usd={batchUsd} />
              </span>
            ),
          },
          {
            name: 'At real-time price',
            value: (
              <span className="text-lg">
                <Amount usd={realtimeUsd} isStruck />
              </span>
            ),
          },
          {
            name: isRunOver(run.status) ? 'You saved' : 'Saved so far',
            value: (
              <span className="text-lg font-semibold text-good">
                <Amount usd={savedUsd} />
                {percent !== null && percent > 0 && ` (${percent} %)`}
              </span>
            ),
          },
        ]}
      />
      <p className="mt-3 text-xs text-ink-muted">
        {batchUsd === null
          ? `The price of ${run.model} is not known, so nothing is added up. `
          : 'Saved is what the same text would have cost at the real-time list price, minus what was paid, retries included. '}
        {estimate.expectedUsd !== null && (
          <>
            Estimated before the launch: <Amount usd={estimate.expectedUsd} isEstimate />.{' '}
          </>
        )}
        <span title={`${countOf(inputTokens, 'token')} read, ${countOf(outputTokens, 'token')} written`}>
          {formatCompact(inputTokens)} tokens read, {formatCompact(outputTokens)} written.
        </span>
      </p>
    </Card>
  );
}
