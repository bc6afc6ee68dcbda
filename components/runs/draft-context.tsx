'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { useCode } from '#components/ui/use-code.ts';
import { useTouched } from '#components/ui/use-touched.ts';
import type { Dataset } from '#lib/datasets/schema.ts';
import { ownAnswer } from '#lib/own-answer.ts';
import { changeForm } from '#lib/runs/change-form.ts';
import type { RunDraft, SavedDraft } from '#lib/runs/draft-form.ts';
import type { StepProblems } from '#lib/runs/draft-steps.ts';
import type { SetDraft } from './run-draft.ts';
import { useDraftSync } from './use-draft-sync.ts';

type DraftSync = ReturnType<typeof useDraftSync>;

/** The draft that is open, for every step of it. */
export type OpenDraft = Pick<DraftSync, 'newer' | 'settle' | 'fate' | 'isSaved' | 'saveState' | 'version'> & {
  id: string;
  draft: RunDraft;
  setDraft: SetDraft;
  /** Null when none is chosen, or the chosen one was deleted. */
  dataset: Dataset | null;
  /** The names of its columns, in order. */
  columns: readonly string[];
  setDataset: (dataset: Dataset) => void;
  problems: StepProblems;
  /** Whether they are those of what stands in the form; else they are those of the saved draft, until the checks have come. */
  isChecked: boolean;
  /** Whether a step was shown before: the next one then takes the focus. */
  hasMoved: RefObject<boolean>;
};

const DraftContext = createContext<OpenDraft | null>(null);

/** The draft around this step. Only steps of a draft may ask. */
export function useOpenDraft(): OpenDraft {
  const draft = useContext(DraftContext);
  if (!draft) throw new Error('There is no open draft around this component.');
  return draft;
}

type DraftProviderProps = {
  saved: SavedDraft;
  dataset: Dataset | null;
  /** What is wrong with the saved draft: shown until the browser can tell by itself. */
  problems: StepProblems;
  children: ReactNode;
};

/** Reading instructions takes as much code as the rest of the page: it comes when somebody is there to write one. */
const loadChecks = () => import('#lib/runs/draft-problems.ts');

/** Holds a draft while one goes from step to step, and keeps the server's copy like it. */
export function DraftProvider({ saved, dataset: first, problems: known, children }: DraftProviderProps) {
  const { typed, change, ...sync } = useDraftSync(saved);
  const queryClient = useQueryClient();
  const dataset = useDataset(typed.datasetId, first);
  const hasMoved = useRef(false);
  const columns = useMemo(() => dataset?.columns.map((column) => column.name) ?? [], [dataset]);
  const isAsSaved = typed.form === saved.form && typed.datasetId === saved.datasetId;
  const checks = useCode(loadChecks, useTouched() || !isAsSaved);
  const problems = useMemo(
    () => checks?.listStepProblems(dataset && { id: dataset.id, columns }, typed.form) ?? known,
    [checks, known, dataset, columns, typed.form],
  );
  const setDraft = useCallback<SetDraft>(
    (part) => change((now) => ({ ...now, form: changeForm(now.form, part) })),
    [change],
  );
  function setDataset(chosen: Dataset) {
    queryClient.setQueryData(datasetKey(chosen.id), chosen);
    change((now) => ({ ...now, datasetId: chosen.id }));
  }
  return (
    <DraftContext
      value={{
        ...sync,
        ...{ id: saved.id, draft: typed.form, setDraft, dataset, columns, setDataset, problems, hasMoved },
        isChecked: checks !== null || isAsSaved,
      }}
    >
      {children}
    </DraftContext>
  );
}

const datasetKey = (datasetId: string | null) => ['datasets', datasetId] as const;

function useDataset(datasetId: string | null, first: Dataset | null): Dataset | null {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: datasetKey(datasetId),
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/v1/datasets/${datasetId}`, { signal });
      if (response.status === 404) return null;
      if (!response.ok) throw new Error(`Could not load the dataset (${response.status})`);
      return ownAnswer<Dataset>(await response.json(), ['id', 'name', 'rowCount', 'columns']);
    },
    enabled: datasetId !== null,
    ...(first && first.id === datasetId && { initialData: first }),
    staleTime: 60_000,
  });
  useEffect(() => {
    if (first) queryClient.setQueryData(datasetKey(first.id), first);
  }, [first, queryClient]);
  return datasetId === null ? null : (data ?? null);
}
