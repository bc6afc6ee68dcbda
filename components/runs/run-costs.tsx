import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { countOf, formatCompact, usdPercent } from '#lib/format.ts';
import type { Run } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';

/** What was paid, what it would have been, and the difference, with how it is computed. */
export function RunCosts({ run }: { run: Run }) {
  const { batchUsd, estimate } = run.cost;
  const { inputTokens, outputTokens } = run.usage;
  const isCounted = inputTokens > 0;
  return (
    <Card title="Cost">
      {isCounted && batchUsd !== null && <Amounts run={run} />}
      {batchUsd === null && <p>The price of {run.model} is not known, so nothing is added up.</p>}
      {!isCounted && batchUsd !== null && (
        <p className="text-ink-muted">
          {isRunOver(run.status)
            ? 'No answer was read, so nothing is added up.'
            : 'What is spent and saved is added up as the answers of each batch are read.'}
        </p>
      )}
      <p className="mt-3 text-xs text-ink-muted">
        {isCounted &&
          batchUsd !== null &&
          'Saved is what the same text would have cost at the real-time list price, minus what was paid, retries included. '}
        {estimate.expectedUsd !== null && (
          <>
            Estimated before the launch: <Amount usd={estimate.expectedUsd} isEstimate />.{' '}
          </>
        )}
        {isCounted && (
          <span title={`${countOf(inputTokens, 'token')} read, ${countOf(outputTokens, 'token')} written`}>
            {formatCompact(inputTokens)} tokens read, {formatCompact(outputTokens)} written.
          </span>
        )}
      </p>
    </Card>
  );
}

function Amounts({ run }: { run: Run }) {
  const { batchUsd, realtimeUsd, savedUsd } = run.cost;
  const percent = usdPercent(savedUsd, realtimeUsd);
  const isOver = isRunOver(run.status);
  return (
    <Facts
      facts={[
        {
          name: isOver ? 'Spent, at batch price' : 'Spent so far, at batch price',
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
          name: isOver ? 'You saved' : 'Saved so far',
          value: (
            <span className="text-lg font-semibold text-good">
              <Amount usd={savedUsd} />
              {percent !== null && percent > 0 && <span className="whitespace-nowrap"> ({percent} %)</span>}
            </span>
          ),
        },
      ]}
    />
  );
}
