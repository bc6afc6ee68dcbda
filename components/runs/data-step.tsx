'use client';

import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Dataset, DatasetPage } from '#lib/datasets/schema.ts';
import { countOf } from '#lib/format.ts';
import { AddData } from './add-data.tsx';
import { useOpenDraft } from './draft-context.tsx';
import { stepHref } from './draft-words.ts';
import { FirstRows } from './first-rows.tsx';
import { StepNav, useStep } from './step-nav.tsx';

/** Whose rows are asked about. */
export function DataStep({ datasets }: { datasets: DatasetPage }) {
  const { dataset, setDataset } = useOpenDraft();
  const { issues, tries, goOn, isGoing } = useStep('data');
  const [isChanging, setChanging] = useState(false);
  const choose = (chosen: Dataset) => {
    setDataset(chosen);
    setChanging(false);
  };
  return (
    <div className="flex flex-col gap-6">
      {dataset && !isChanging && (
        <>
          <UnknownVariables />
          <ChosenData dataset={dataset} onChange={() => setChanging(true)} />
        </>
      )}
      {(!dataset || isChanging) && <AddData first={datasets} chosenId={dataset?.id ?? null} onChoose={choose} />}
      {isChanging && (
        <div>
          <Button onPress={() => setChanging(false)}>Keep {dataset?.name}</Button>
        </div>
      )}
      <StepNav step="data" issues={issues} tries={tries} isGoing={isGoing} onNext={goOn} />
    </div>
  );
}

function ChosenData({ dataset, onChange }: { dataset: Dataset; onChange: () => void }) {
  return (
    <Card title={dataset.name} action={<Button onPress={onChange}>Choose other data</Button>}>
      <p className="mb-3 flex flex-wrap items-center gap-x-2 text-ink-muted">
        <span className="tabular-nums">
          {countOf(dataset.rowCount, 'row')} in {countOf(dataset.columns.length, 'column')}, added{' '}
          <Time iso={dataset.createdAt} />.
        </span>
        {dataset.isSample && <Badge>To try it out</Badge>}
      </p>
      <FirstRows dataset={dataset} />
    </Card>
  );
}

/** Other data keeps the instruction; what it does not have is said here, where it was changed. */
function UnknownVariables() {
  const { id, draft, problems } = useOpenDraft();
  const unknown = draft.user.trim() === '' ? [] : [...problems.instruction, ...problems.answer];
  if (unknown.length === 0) return null;
  return (
    <Alert tone="warn" title="Your instruction is kept, but it does not fit this data yet.">
      <ul>
        {unknown.slice(0, 5).map((issue) => (
          <li key={`${issue.path} ${issue.message}`}>{issue.message}</li>
        ))}
      </ul>
      <div className="mt-3">
        <LinkButton href={stepHref(id, problems.instruction.length > 0 ? 'instruction' : 'answer')}>Mend it</LinkButton>
      </div>
    </Alert>
  );
}
