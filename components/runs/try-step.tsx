'use client';

import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { countOf, formatUsd } from '#lib/format.ts';
import type { TryOffer, TryRows } from '#lib/runs/try-schema.ts';
import { useOpenDraft } from './draft-context.tsx';
import { NoData } from './no-data.tsx';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StepNav, useStep } from './step-nav.tsx';
import { StillMissing } from './still-missing.tsx';
import { TryTable } from './try-table.tsx';
import { useDraftPrice } from './use-draft-price.ts';
import { useTries } from './use-tries.ts';

const COUNTS = [10, 15, 20].map((count) => ({ value: String(count), label: `${count} rows` }));
const FROM = [
  { value: 'spread', label: 'Spread over the sheet' },
  { value: 'top', label: 'The first ones' },
];

/** A few rows asked right now, to look at the answers before anything is launched. Nobody has to. */
export function TryStep() {
  const { dataset } = useOpenDraft();
  const { issues, tries, goOn, isGoing } = useStep('try');
  if (!dataset) return <NoData />;
  return (
    <div className="flex flex-col gap-6">
      <TryPlace />
      <StepNav step="try" issues={issues} tries={tries} isGoing={isGoing} onNext={goOn} />
    </div>
  );
}

function TryPlace() {
  const [asked, setAsked] = useState<TryRows>({ rows: 20, from: 'spread' });
  const { draft } = useOpenDraft();
  const sharing = Number(draft.rowsPerRequest);
  const { isReady, isCurrent, price } = useDraftPrice();
  const all = useTries(asked, isReady);
  const list = all.tries?.tries ?? [];
  return (
    <>
      {isReady ? (
        <Card title="Try some rows now" {...(all.offer?.simulated && { action: <SimulatedBadge /> })}>
          <div className="flex flex-col gap-4">
            <p className="max-w-prose text-ink-muted">
              {all.offer
                ? `Asks ${all.offer.model} through ${all.offer.simulated ? 'the sandbox' : all.offer.connection} right away, ${asked.together && sharing > 1 ? `${sharing} rows at a time` : 'each row by itself'}, so you see what comes back before you launch.`
                : 'Asks a few rows right away, so you see what comes back before you launch.'}{' '}
              You can go on without it.
            </p>
            <div className="grid max-w-md gap-4 sm:grid-cols-2">
              <SelectField
                label="How many"
                name="tryRows"
                options={COUNTS}
                value={String(asked.rows)}
                onChange={(rows) => setAsked({ ...asked, rows: Number(rows) })}
              />
              <SelectField
                label="Which"
                name="tryFrom"
                options={FROM}
                value={asked.from}
                onChange={(from) => setAsked({ ...asked, from: from === 'top' ? 'top' : 'spread' })}
              />
              {sharing > 1 && (
                <SelectField
                  label="How"
                  name="tryTogether"
                  options={[
                    { value: 'alone', label: 'Each row by itself' },
                    { value: 'together', label: `${sharing} rows in one request, as in the run` },
                  ]}
                  value={asked.together ? 'together' : 'alone'}
                  onChange={(how) => setAsked({ ...asked, together: how === 'together' })}
                />
              )}
            </div>
            {all.refusal && <Alert>{all.refusal}</Alert>}
            <div>
              <Button
                kind={list.length === 0 ? 'primary' : 'secondary'}
                isPending={!all.isOffered || all.isStarting || all.isGoing}
                onPress={all.start}
              >
                {all.isGoing || all.isStarting ? 'Asking' : buttonWords(all.isOffered ? all.offer : null)}
              </Button>
            </div>
          </div>
        </Card>
      ) : (
        <StillMissing at="try">Rows can be tried as soon as this is filled in:</StillMissing>
      )}
      {all.isLost && <Alert>The tries could not be loaded: the server cannot be reached.</Alert>}
      {list.length > 0 && (
        <WholeRun
          expectedUsd={isCurrent ? (price?.receipt.expectedUsd ?? null) : null}
          isKnown={isCurrent && price !== null && !all.isGoing}
          spentUsd={all.tries?.spentUsd ?? null}
          simulated={all.offer?.simulated ?? false}
        />
      )}
      {list.map((one, index) => (
        <TryTable key={one.id} one={one} before={list[index + 1] ?? null} isNewest={index === 0} />
      ))}
    </>
  );
}

function buttonWords(offer: TryOffer | null): string {
  if (!offer) return 'Working out the price';
  const what = `Try ${countOf(offer.rows, 'row')} now`;
  if (offer.simulated) return `${what} · free, simulated`;
  if (offer.aboutUsd === null) return `${what} · at real-time price, which is not known`;
  return `${what} · about ${formatUsd(offer.aboutUsd)}, at real-time price`;
}

type WholeRunProps = { expectedUsd: string | null; isKnown: boolean; spentUsd: string | null; simulated: boolean };

/** What these answers say of the price of all rows, and what looking at them cost so far. */
function WholeRun({ expectedUsd, isKnown, spentUsd, simulated }: WholeRunProps) {
  return (
    <p role="status" className="tabular-nums">
      {isKnown ? (
        <>
          Going by these answers, the whole run costs <Amount usd={expectedUsd} isEstimate /> at batch price.
        </>
      ) : (
        'What the whole run costs is worked out from these answers.'
      )}{' '}
      <span className="text-ink-muted">
        {simulated ? 'Trying would have cost' : 'Trying cost'} <Amount usd={spentUsd} /> so far.
      </span>
    </p>
  );
}
