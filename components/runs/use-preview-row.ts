import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { DatasetRow } from '#lib/datasets/schema.ts';

const ROWS_PER_PAGE = 5;
const RowPage = z.object({ data: z.array(DatasetRow) });

/** The cells of one row; its neighbors come with it, so going to the next one rarely waits. */
export function usePreviewRow(datasetId: string, rowIndex: number) {
  const first = Math.floor(rowIndex / ROWS_PER_PAGE) * ROWS_PER_PAGE;
  const { data, isError } = useQuery({
    queryKey: ['datasets', datasetId, 'rows', first],
    queryFn: ({ signal }) => fetchRows(datasetId, first, signal),
    placeholderData: keepPreviousData,
    // The rows of a dataset never change.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { values: data?.find((row) => row.rowIndex === rowIndex)?.values ?? null, isError };
}

async function fetchRows(datasetId: string, first: number, signal: AbortSignal) {
  const query = new URLSearchParams({ limit: String(ROWS_PER_PAGE), ...(first > 0 && { after: String(first - 1) }) });
  const response = await fetch(`/api/v1/datasets/${datasetId}/rows?${query}`, { signal });
  if (!response.ok) throw new Error(`Could not load rows (${response.status})`);
  return RowPage.parse(await response.json()).data;
}
