'use client';

import dynamic from 'next/dynamic';
import { BudgetRefusal, RunBudgets, refusalOf } from '#components/budgets/run-budgets.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { codeSource } from '#components/ui/code-source.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { AdvancedFields } from './advanced-fields.tsx';
import { CapCard } from './cap-card.tsx';
import { CountLine } from './count-line.tsx';
import { useOpenDraft } from './draft-context.tsx';
import { DraftTemplate } from './draft-template.tsx';
import { STEP_LABELS, stepHref } from './draft-words.ts';
import { LaunchDraftButton } from './launch-draft-button.tsx';
import { mayHaveLateText } from './may-have-late-text.ts';
import { type ConnectionChoice, type ModelChoice, ModelFields } from './model-fields.tsx';
import { NoData } from './no-data.tsx';
import { offersPacking, PackingChoice } from './packing-choice.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { ReuseChoice } from './reuse-choice.tsx';
import { RowFields } from './row-fields.tsx';
import { issueAt } from './run-draft.ts';
import { RunLabelsField } from './run-labels-field.tsx';
import { useStep } from './step-nav.tsx';
import { StillMissing } from './still-missing.tsx';
import { useDraftCount } from './use-draft-count.ts';
import { useDraftPrice } from './use-draft-price.ts';

/** Few instructions are long enough for it. */
const lateTextCode = codeSource();
const LateText = dynamic(() => lateTextCode.fetch(() => import('./late-text.tsx')).then((module) => module.LateText), {
  ssr: false,
});

type LaunchStepProps = {
  models: readonly ModelChoice[];
  connections: readonly ConnectionChoice[];
  /** Labels that runs here have. */
  labels: readonly string[];
};

/** Who answers, how many rows, and what that costs: the last look before anything is sent. */
export function LaunchStep({ models, connections, labels }: LaunchStepProps) {
  const { id, draft, setDraft, dataset, problems } = useOpenDraft();
  useStep('launch');
  if (!dataset) return <NoData />;
  const common = { draft, setDraft, issues: problems.launch };
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <ModelFields {...common} datasetId={dataset.id} models={models} connections={connections} />
          <RowFields {...common} rowCount={dataset.rowCount} />
          <Cap />
          <Card title="Name and labels">
            <div className="flex flex-col gap-4">
              <TextField
                label="Name of the run (optional)"
                name="name"
                value={draft.name}
                onChange={(name) => setDraft({ name })}
                error={issueAt(problems.launch, 'name')}
                placeholder={`${dataset.name} · ${draft.model || 'model'}`}
                description="How you find it again. Only people here see it."
              />
              <RunLabelsField
                labels={draft.runLabels}
                onChange={(runLabels) => setDraft({ runLabels })}
                suggestions={labels}
                error={issueAt(problems.launch, 'labels')}
              />
            </div>
          </Card>
          <AdvancedFields {...common} />
        </div>
        <div className="min-w-0">
          <div className="flex flex-col gap-4 xl:sticky xl:top-6">
            <Price />
          </div>
        </div>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        <LinkButton href={stepHref(id, 'try')}>Back: {STEP_LABELS.try}</LinkButton>
        <DraftTemplate />
      </div>
    </div>
  );
}

/** A refusal of the cap, which only the server knows of, stands at its field. */
function Cap() {
  const { draft, setDraft, problems } = useOpenDraft();
  const { price, isCurrent, issues } = useDraftPrice();
  return (
    <CapCard
      {...{ draft, setDraft }}
      issues={[...problems.launch, ...issues]}
      receipt={isCurrent ? (price?.receipt ?? null) : null}
    />
  );
}

/** The receipt and the button, or what is still missing. */
function Price() {
  const { price, isReady, isCurrent, refusal, isLost, refetch } = useDraftPrice();
  const { draft, setDraft } = useOpenDraft();
  const count = useDraftCount(isCurrent ? (price?.receipt ?? null) : null);
  if (!isReady) return <StillMissing at="launch">The price stands here as soon as this is filled in:</StillMissing>;
  const noRoom = isCurrent && price ? refusalOf(price.budgets) : null;
  return (
    <>
      <p role="status" className="sr-only">
        {isCurrent ? 'The price is worked out.' : 'Working out the price.'}
      </p>
      {refusal && <Alert>{refusal}</Alert>}
      {isLost && (
        <Alert>
          The price could not be worked out: the server cannot be reached.
          <div className="mt-3">
            <Button onPress={() => refetch()}>Try again</Button>
          </div>
        </Alert>
      )}
      {price && (
        <ReceiptCard
          receipt={price.receipt}
          run={price.run}
          isOld={!isCurrent}
          countLine={<CountLine receipt={price.receipt} count={count} />}
        />
      )}
      {price && <RunBudgets budgets={price.budgets} />}
      {price?.receipt.reusable && <ReuseChoice reusable={price.receipt.reusable} {...{ draft, setDraft }} />}
      {price && offersPacking(price.receipt.packing) && (
        <PackingChoice packing={price.receipt.packing} {...{ draft, setDraft }} />
      )}
      {price && mayHaveLateText(draft) && <LateText place="launch" />}
      {!price && !refusal && !isLost && <ReceiptToCome />}
      {noRoom !== null && (
        <>
          <BudgetRefusal sentence={noRoom} />
          <div>
            <Button onPress={() => refetch()}>Look again</Button>
          </div>
        </>
      )}
      {!refusal && !isLost && noRoom === null && <LaunchDraftButton price={isCurrent ? price : null} />}
    </>
  );
}

function ReceiptToCome() {
  return (
    <Card title="Before you launch">
      <p className="min-h-80 text-ink-muted">Counting the words of your rows to work out the price.</p>
    </Card>
  );
}
