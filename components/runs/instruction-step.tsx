'use client';

import dynamic from 'next/dynamic';
import { memo } from 'react';
import { CodePlace } from '#components/ui/code-place.tsx';
import { codeSource } from '#components/ui/code-source.ts';
import { useOpenDraft } from './draft-context.tsx';
import { NoData } from './no-data.tsx';
import { StepNav, useStep } from './step-nav.tsx';

/**
 * Both read instructions, which takes much code. The server's picture of them stands until it is there. They are drawn again
 * for what they show, not for whether it is saved.
 */
const editor = codeSource();
const InstructionFields = memo(
  dynamic(() => editor.fetch(() => import('./instruction-fields.tsx')).then((module) => module.InstructionFields)),
);
const preview = codeSource();
const PromptPreview = memo(
  dynamic(() => preview.fetch(() => import('./prompt-preview.tsx')).then((module) => module.PromptPreview)),
);

/** What is asked of every row, beside how it reads for one of them. */
export function InstructionStep() {
  const { draft, setDraft, dataset, columns } = useOpenDraft();
  const { issues, tries, goOn, isGoing } = useStep('instruction');
  if (!dataset) return <NoData />;
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0">
          <CodePlace source={editor} name="The editor" placeholder={<div className="min-h-[36rem]" />}>
            <InstructionFields
              datasetId={dataset.id}
              draft={draft}
              setDraft={setDraft}
              columns={columns}
              issues={issues}
            />
          </CodePlace>
        </div>
        <div className="min-w-0">
          <div className="xl:sticky xl:top-6">
            <CodePlace source={preview} name="The preview" placeholder={<div className="min-h-64" />}>
              <PromptPreview key={dataset.id} dataset={dataset} columns={columns} draft={draft} />
            </CodePlace>
          </div>
        </div>
      </div>
      <StepNav step="instruction" issues={issues} tries={tries} isGoing={isGoing} onNext={goOn} />
    </div>
  );
}
