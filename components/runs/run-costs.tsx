import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { countOf, usdPercent } from '#lib/format.ts';
import { parseUsd } from '#lib/money.ts';
import { hasNow } from '#lib/pricing/spent-usd.ts';
import { PAID_NOTHING, spentWords } from '#lib/pricing/spent-words.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { ChangeCap } from './change-cap.tsx';
import { SavedExplained } from './saved-explained.tsx';
import { SpendAgainstEstimate } from './spend-against-estimate.tsx';
import { UnsentRows } from './unsent-rows.tsx';

type RunCostsProps = { progress: RunProgress; mayChangeCap: boolean };

/** What was paid, what it would have been, and the difference, with how it is computed. */
export function RunCosts({ progress, mayChangeCap }: RunCostsProps) {
  const { run, price } = progress;
  const { batchUsd } = run.cost;
  const isCounted = run.usage.inputTokens > 0;
  return (
    <Card
      title="Cost"
      action={mayChangeCap && !isRunOver(run.status) && batchUsd !== null && <ChangeCap progress={progress} />}
    >
      {isCounted && batchUsd !== null && <Amounts run={run} />}
      {run.simulated && batchUsd !== null && <p className="mt-3 first:mt-0">{PAID_NOTHING}</p>}
      {batchUsd === null && (
        <p>The price of {run.model} is not known, so nothing is added up. Tokens are counted all the same.</p>
      )}
      {!isCounted && batchUsd !== null && (
        <p className={`text-ink-muted ${run.simulated ? 'mt-2' : ''}`}>
          {isRunOver(run.status)
            ? 'No answer was read, so nothing is added up.'
            : run.simulated
              ? 'What it would have cost and saved is added up as the answers of each batch are read.'
              : 'What is spent and saved is added up as the answers of each batch are read.'}
        </p>
      )}
      {progress.cap && <CapLine cap={progress.cap} simulated={run.simulated} />}
      {run.cost.unsentRows > 0 && (
        <p className="mt-3">
          <UnsentRows rows={run.cost.unsentRows} usd={run.cost.unsentUsd} /> That is in no other amount here.
        </p>
      )}
      <UncountedCosts cost={run.cost} />
      <SpendAgainstEstimate run={run} />
      {isCounted && (
        <div className="mt-3 text-xs">
          <Disclosure summary={price ? 'How this is computed' : 'Tokens'}>
            <SavedExplained run={run} price={price} />
          </Disclosure>
        </div>
      )}
    </Card>
  );
}

/** What is left of the cap, and why it is less than what is not spent. */
function CapLine({ cap, simulated }: { cap: NonNullable<RunProgress['cap']>; simulated: boolean }) {
  return (
    <p className="mt-3">
      <Amount usd={cap.leftUsd} /> left of the cap of <Amount usd={cap.capUsd} />: <Amount usd={cap.spentUsd} />{' '}
      {simulated ? 'would have been spent' : 'spent'}, up to <Amount usd={cap.onTheWayUsd} /> on its way.
    </p>
  );
}

/** What stands on the provider's bill beside the rows: told only where there is something to tell. */
function UncountedCosts({ cost: { duplicateUsd, unknownAnswers } }: { cost: Run['cost'] }) {
  const hasDuplicates = duplicateUsd !== null && parseUsd(duplicateUsd) !== 0n;
  return (
    <>
      {hasDuplicates && (
        <p className="mt-3">
          <Amount usd={duplicateUsd} /> more for a batch that the provider made twice by itself. It was stopped; the log
          of this run says which one, for a complaint. Home and the Costs page count it as spent.
        </p>
      )}
      {unknownAnswers > 0 && (
        <p className="mt-3">
          The cost of {countOf(unknownAnswers, 'answer')} is unknown: the provider did not say how much text they took.
        </p>
      )}
    </>
  );
}

function Amounts({ run }: { run: Run }) {
  const { batchUsd, nowUsd, realtimeUsd, savedUsd } = run.cost;
  const isBoth = hasNow(run.cost);
  const percent = usdPercent(savedUsd, realtimeUsd);
  // Retries of a run in which much went wrong can cost more than the discount gave: that is not good, and not green.
  const isSaved = savedUsd !== null && !savedUsd.startsWith('-');
  return (
    <Facts
      facts={[
        {
          name: `${spentWord(run)}, at batch price`,
          value: (
            <span className="text-lg font-semibold">
              <Amount usd={batchUsd} />
            </span>
          ),
        },
        ...(isBoth
          ? [
              {
                name: `${spentWord(run)}, at real-time price`,
                value: (
                  <span className="text-lg font-semibold">
                    <Amount usd={nowUsd} />
                  </span>
                ),
              },
            ]
          : []),
        {
          name: isBoth ? 'All of it at real-time price' : 'At real-time price',
          value: (
            <span className="text-lg">
              <Amount usd={realtimeUsd} isStruck />
            </span>
          ),
        },
        {
          name: savedWord(run),
          value: (
            <span className={`text-lg font-semibold ${isSaved ? 'text-good' : 'text-warn'}`}>
              <Amount usd={savedUsd} />{' '}
              {percent !== null && percent > 0 && <span className="whitespace-nowrap">({percent} %)</span>}
            </span>
          ),
        },
      ]}
    />
  );
}

/** Nobody pays for simulated answers: their amounts are what a provider would have asked. */
function spentWord({ simulated, status }: Run): string {
  if (simulated) return spentWords(true).spent;
  return isRunOver(status) ? 'Spent' : 'Spent so far';
}

function savedWord({ simulated, status }: Run): string {
  if (simulated) return spentWords(true).saved;
  return isRunOver(status) ? 'You saved' : 'Saved so far';
}
