import { useQuery } from '@tanstack/react-query';
import type { ResultCounts, ResultSheet } from '#lib/results/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { resultCalls } from './result-calls.ts';

const MOVING_MS = 2000;
const RESTING_MS = 10_000;

/** Counts by state, kept current while the run is going; also a look now and then after a person may have retried. */
export function useResultCounts(sheet: ResultSheet): ResultCounts {
  const query = useQuery({
    queryKey: ['runs', sheet.runId, 'counts'],
    queryFn: async ({ signal }) => (await resultCalls()).fetchCounts(sheet.runId, signal),
    initialData: { status: sheet.status, counts: sheet.counts },
    refetchInterval: ({ state }) => pollMs(state.data?.status ?? sheet.status),
    retry: false,
  });
  return query.data;
}

function pollMs(status: ResultSheet['status']): number | false {
  if (status === 'draft' || isRunOver(status)) return false;
  return status === 'paused' ? RESTING_MS : MOVING_MS;
}
