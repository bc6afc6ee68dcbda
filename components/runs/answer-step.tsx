'use client';

import { AnswerFields } from './answer-fields.tsx';
import { useOpenDraft } from './draft-context.tsx';
import { NoData } from './no-data.tsx';
import { StepNav, useStep } from './step-nav.tsx';

/** What an answer may be. */
export function AnswerStep() {
  const { draft, setDraft, dataset, columns } = useOpenDraft();
  const { issues, tries, goOn, isGoing } = useStep('answer');
  if (!dataset) return <NoData />;
  return (
    <div className="flex flex-col gap-6">
      <AnswerFields
        key={dataset.id}
        draft={draft}
        setDraft={setDraft}
        columns={columns}
        issues={issues}
        datasetId={dataset.id}
      />
      <StepNav step="answer" issues={issues} tries={tries} isGoing={isGoing} onNext={goOn} />
    </div>
  );
}
