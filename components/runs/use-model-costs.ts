import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { estimateModelsAction } from '#lib/runs/actions.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import type { ModelCosts } from './model-words.ts';

/** Counting rows for every letter that is typed would keep the server from saving them. */
const SETTLED_MS = 800;
const NONE: ModelCosts = new Map();

/** What the draft would cost at every model with a known price; empty while it asks nothing that can be counted. */
export function useModelCosts(datasetId: string | undefined, draft: RunDraft): ModelCosts {
  const asked = askedBy(draft);
  const key = JSON.stringify(asked);
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [key]);
  const { data } = useQuery({
    queryKey: ['model-costs', datasetId, key],
    queryFn: () => estimateModelsAction({ datasetId: datasetId ?? '', form: asked }),
    enabled: datasetId !== undefined && draft.user.trim() !== '' && settled === key,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
    refetchOnWindowFocus: false,
  });
  if (!data?.ok) return NONE;
  return new Map(data.data.map(({ model, expectedUsd }) => [model, expectedUsd]));
}

/** The form without what changes nothing about the cost of an answer: the model itself, and what is said of the run. */
function askedBy(draft: RunDraft): RunDraft {
  const plain = { reached: 'launch', name: '', model: 'any', budgetUsd: '', reuse: '', templateVersionId: '' } as const;
  return { ...draft, ...plain, runLabels: [] };
}
