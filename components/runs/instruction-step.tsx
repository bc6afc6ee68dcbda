'use client';

import dynamic from 'next/dynamic';
import { useOpenDraft } from './draft-context.tsx';
import { NoData } from './no-data.tsx';
import { StepNav, useStep } from './step-nav.tsx';

/** Both read instructions, which takes much code. The server's picture of them stands until it is there. */
const InstructionFields = dynamic(() => import('./instruction-fields.tsx').then((module) => module.InstructionFields));
const PromptPreview = dynamic(() => import('./prompt-preview.tsx').then((module) => module.PromptPreview));

/** What is asked of every row, beside how it reads for one of them. */
export function InstructionStep() {
  const { draft, setDraft, dataset, columns } = useOpenDraft();
  const { issues, tries, goOn } = useStep('instruction');
  if (!dataset) return <NoData />;
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0">
          <InstructionFields
            datasetId={dataset.id}
            draft={draft}
            setDraft={setDraft}
            columns={columns}
            issues={issues}
          />
        </div>
        <div className="min-w-0">
          <div className="xl:sticky xl:top-6">
            <PromptPreview key={dataset.id} dataset={dataset} columns={columns} draft={draft} />
          </div>
        </div>
      </div>
      <StepNav step="instruction" issues={issues} tries={tries} onNext={goOn} />
    </div>
  );
}
