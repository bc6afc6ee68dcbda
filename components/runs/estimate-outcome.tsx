import { comparedUsd, exactUsd } from '#lib/format.ts';
import type { EstimateOutcome as Outcome } from '#lib/runs/outcome-schema.ts';
import type { Run } from '#lib/runs/schema.ts';
import { errorWords, outcomeSentences } from './outcome-words.ts';

type EstimateOutcomeProps = { outcome: Outcome; errorPercent: string; run: Run };

/** At the end: how far the estimate was off, like with like, and what moved it. */
export function EstimateOutcome({ outcome, errorPercent, run }: EstimateOutcomeProps) {
  const { expectedUsd, paidUsd, isInRange } = outcome;
  const [expected, paid] = comparedUsd([expectedUsd, paidUsd]);
  const sentences = outcomeSentences(outcome, run.cost.nowUsd);
  return (
    <div className="mt-2 text-ink-muted tabular-nums">
      <p>
        Expected before the launch <span title={exactUsd(expectedUsd)}>{expected}</span>,{' '}
        {run.simulated ? 'would have cost' : 'paid'} <span title={exactUsd(paidUsd)}>{paid}</span>:{' '}
        <strong className="font-semibold text-ink">{errorWords(errorPercent)}</strong>
        {isInRange ? ', within the range that was said' : ''}.
      </p>
      {sentences.length > 0 && (
        <ul className="mt-1 text-xs">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
