import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useCode } from '#components/ui/use-code.ts';
import { estimateModelsAction } from '#lib/runs/actions.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import type { ModelCosts } from './model-words.ts';

/** Counting rows for every letter that is typed would keep the server from saving them. */
const SETTLED_MS = 800;
const loadChecks = () => import('#lib/runs/check-draft.ts');
const NONE: ModelCosts = new Map();

/** What the draft would cost at every model with a known price; empty while it asks nothing that can be counted. */
export function useModelCosts(datasetId: string | undefined, draft: RunDraft): ModelCosts {
  // The model itself changes nothing about what is counted.
  const check = useCode(loadChecks)?.checkDraft(datasetId ?? '', { ...draft, model: 'any' });
  const asked = check?.ok ? check.input : null;
  const key =
    asked &&
    JSON.stringify([
      asked.prompt,
      asked.output,
      asked.parameters,
      asked.rows,
      asked.connection,
      asked.dedupe,
      asked.rowsPerRequest,
    ]);
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [key]);
  const { data } = useQuery({
    queryKey: ['model-costs', datasetId, key],
    queryFn: () => (asked ? estimateModelsAction(asked) : null),
    enabled: datasetId !== undefined && asked !== null && settled === key,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
    refetchOnWindowFocus: false,
  });
  if (!data?.ok) return NONE;
  return new Map(data.data.map(({ model, expectedUsd }) => [model, expectedUsd]));
}
