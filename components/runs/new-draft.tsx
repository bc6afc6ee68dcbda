'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Stepper } from '#components/ui/stepper.tsx';
import type { DatasetPage } from '#lib/datasets/schema.ts';
import { startDraftAction } from '#lib/runs/actions.ts';
import type { DraftStep } from '#lib/runs/draft-steps.ts';
import { AddData } from './add-data.tsx';
import { firstSteps, stepHref } from './draft-words.ts';

type DraftStart = Parameters<typeof startDraftAction>[0];

/** A new run before there is anything to keep: with the first file picked or dropped it becomes a draft. */
export function NewDraft({ datasets }: { datasets: DatasetPage }) {
  const { start, isPending, problem } = useStart('data');
  return (
    <div className="flex flex-col gap-6">
      <Stepper label="Steps of the new run" steps={firstSteps()} />
      {problem && <Alert>{problem}</Alert>}
      <AddData
        first={datasets}
        chosenId={null}
        isPending={isPending}
        onChoose={(dataset) => start({ datasetId: dataset.id })}
      />
    </div>
  );
}

/** For addresses that say what the run begins with: makes the draft once the page is open, and goes on to it. */
export function StartDraft({ begin }: { begin: DraftStart }) {
  const { start, problem } = useStart();
  const isStarted = useRef(false);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    start(begin);
  }, [start, begin]);
  return (
    <div className="flex flex-col gap-6">
      <Stepper label="Steps of the new run" steps={firstSteps()} />
      {!problem && <p role="status">Preparing the draft.</p>}
      {problem && (
        <Alert>
          {problem}
          <div className="mt-3">
            <Button onPress={() => start(begin)}>Try again</Button>
          </div>
        </Alert>
      )}
    </div>
  );
}

/** The address that asked for the draft is replaced by the draft's own, so that the way back makes no second one. */
function useStart(goesTo?: DraftStep) {
  const router = useRouter();
  const { mutate, ...started } = useMutation({
    mutationFn: startDraftAction,
    onSuccess: (result) => {
      if (result.ok) router.replace(stepHref(result.data.draftId, goesTo ?? result.data.step));
    },
  });
  const refusal = started.data?.ok === false ? started.data.error.message : null;
  const lost = started.isError ? 'The server could not be reached. Nothing was made yet; try again.' : null;
  return { start: mutate, isPending: started.isPending || started.data?.ok === true, problem: refusal ?? lost };
}
