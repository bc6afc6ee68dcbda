import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { findLongestRowAction } from '#lib/datasets/actions.ts';
import type { RowPage } from '#lib/datasets/schema.ts';
import { ownAnswer } from '#lib/own-answer.ts';
import { countTokensAction } from '#lib/runs/actions.ts';
import type { Output, Prompt } from '#lib/templates/schema.ts';
import { useSettled } from './use-settled.ts';

const ROWS_PER_PAGE = 5;
const ASK_AFTER_MS = 400;

/** The cells of one row; its neighbors come with it, so going to the next one rarely waits. */
export function usePreviewRow(datasetId: string, rowIndex: number) {
  const first = Math.floor(rowIndex / ROWS_PER_PAGE) * ROWS_PER_PAGE;
  const { data, isError, refetch } = useQuery({
    queryKey: ['datasets', datasetId, 'rows', first],
    queryFn: ({ signal }) => fetchRows(datasetId, first, signal),
    placeholderData: keepPreviousData,
    // The rows of a dataset never change.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { values: data?.find((row) => row.rowIndex === rowIndex)?.values ?? null, isError, refetch };
}

async function fetchRows(datasetId: string, first: number, signal: AbortSignal) {
  const query = new URLSearchParams({ limit: String(ROWS_PER_PAGE), ...(first > 0 && { after: String(first - 1) }) });
  const response = await fetch(`/api/v1/datasets/${datasetId}/rows?${query}`, { signal });
  if (!response.ok) throw new Error(`Could not load rows (${response.status})`);
  return ownAnswer<RowPage>(await response.json(), ['data']).data;
}

type RowRequest = { datasetId: string; rowIndex: number; prompt: Prompt; output: Output; model: string };
type RowTokens = { tokens: number; isExact: boolean };

/** Input tokens of one row's request, counted on the server, which has the vocabulary; null until they are known. */
export function useRowTokens(row: RowRequest, isReady: boolean): RowTokens | null {
  const asked = useSettled(isReady ? JSON.stringify(row) : '', ASK_AFTER_MS);
  const { data } = useQuery({
    queryKey: ['datasets', row.datasetId, 'tokens', asked],
    queryFn: async () => {
      const counted = await countTokensAction(JSON.parse(asked));
      return counted.ok ? counted.data : null;
    },
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return isReady ? (data ?? null) : null;
}

/** Asks for the longest row of some columns; `onFound` gets its index. */
export function useLongestRow(datasetId: string, columns: string[], onFound: (rowIndex: number) => void) {
  const find = useMutation({
    mutationFn: () => findLongestRowAction({ datasetId, columns }),
    onSuccess: (found) => {
      if (found.ok) onFound(found.data.rowIndex);
    },
  });
  const found = find.data?.ok ? find.data.data : null;
  const refusal = find.data?.ok === false ? find.data.error.message : null;
  const lost = find.isError ? 'The longest row could not be looked for. Try again.' : null;
  return { find: () => find.mutate(), isPending: find.isPending, found, problem: refusal ?? lost };
}
