'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Dataset, DatasetPage } from '#lib/datasets/schema.ts';
import { countOf } from '#lib/format.ts';

const SHOWN = 24;
const MAX_COLUMNS = 6;

type DatasetChoiceProps = {
  /** The newest ones, known already. */
  first: DatasetPage;
  chosenId: string | null;
  isPending?: boolean;
  onChoose: (dataset: Dataset) => void;
};

/** Datasets to pick from, newest first. Rows, date and columns tell apart what has the same name. */
export function DatasetChoice({ first, chosenId, isPending = false, onChoose }: DatasetChoiceProps) {
  const [search, setSearch] = useState('');
  const { data, isError } = useDatasets(useDeferredValue(search.trim()), first);
  const hasMany = first.data.length > 3 || first.nextAfter !== null;
  return (
    <div className="flex flex-col gap-3">
      {hasMany && (
        <div className="max-w-96">
          <TextField label="Search by name" name="search" type="search" value={search} onChange={setSearch} />
        </div>
      )}
      {isError && <p className="text-warn">The list could not be loaded. Try again in a moment.</p>}
      <p role="status" className="text-xs text-ink-muted empty:hidden">
        {data.data.length === 0 && `No dataset has “${search.trim()}” in its name.`}
        {data.nextAfter !== null && `The newest ${data.data.length} are shown. Search to find others.`}
      </p>
      <ul aria-label="Datasets" className="grid gap-3 sm:grid-cols-2">
        {data.data.map((dataset) => (
          <li key={dataset.id} className="min-w-0">
            <DatasetButton
              dataset={dataset}
              isChosen={dataset.id === chosenId}
              onChoose={() => !isPending && onChoose(dataset)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

type DatasetButtonProps = { dataset: Dataset; isChosen: boolean; onChoose: () => void };

function DatasetButton({ dataset, isChosen, onChoose }: DatasetButtonProps) {
  const names = dataset.columns.map((column) => column.name);
  return (
    <button
      type="button"
      onClick={onChoose}
      {...(isChosen && { 'aria-pressed': true })}
      className="block h-full w-full rounded-lg border border-line bg-surface p-4 text-left hover:border-accent aria-pressed:border-accent aria-pressed:bg-accent-soft"
    >
      <span className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 font-medium break-words text-accent">{dataset.name}</span>
        {dataset.isSample && <Badge>To try it out</Badge>}
      </span>
      <span className="mt-1 block text-xs text-ink-muted">
        <span className="block tabular-nums">
          {countOf(dataset.rowCount, 'row')} · added <Time iso={dataset.createdAt} />
        </span>
        <span className="line-clamp-2 break-words">
          {countOf(names.length, 'column')}: {names.slice(0, MAX_COLUMNS).join(', ')}
          {names.length > MAX_COLUMNS && ', …'}
        </span>
      </span>
    </button>
  );
}

function useDatasets(search: string, first: DatasetPage) {
  const { data, isError } = useQuery({
    queryKey: ['datasets', 'list', search],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ limit: String(SHOWN), ...(search && { search }) });
      const response = await fetch(`/api/v1/datasets?${query}`, { signal });
      if (!response.ok) throw new Error(`Could not load datasets (${response.status})`);
      const { DatasetPage } = await import('#lib/datasets/schema.ts');
      return DatasetPage.parse(await response.json());
    },
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  return { data: search === '' ? first : (data ?? first), isError: isError && search !== '' };
}
