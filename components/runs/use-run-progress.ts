import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Run, RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';

const MOVING_MS = 1000;
const RESTING_MS = 3000;
/** A run that has been going for so long is at a real provider, where nothing changes within a second. */
const LONG_MS = 10 * 60_000;

/** How long until a run is asked about again, in milliseconds. False: never, because nothing more happens by itself. */
export function pollMs(run: Pick<Run, 'status' | 'startedAt'>, nowMs: number): number | false {
  if (run.status === 'draft' || isRunOver(run.status)) return false;
  if (run.status === 'paused') return RESTING_MS;
  return run.startedAt !== null && nowMs - Date.parse(run.startedAt) > LONG_MS ? RESTING_MS : MOVING_MS;
}

export const runProgressQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId, 'progress'],
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/runs/${runId}/progress`, { signal });
      if (!response.ok) throw new Error(`Could not load progress (${response.status})`);
      return RunProgress.parse(await response.json());
    },
    refetchInterval: ({ state }) => (state.data ? pollMs(state.data.run, Date.now()) : RESTING_MS),
    refetchOnWindowFocus: ({ state }) => (state.data ? pollMs(state.data.run, Date.now()) !== false : true),
    retry: false,
    // Asked even while the browser believes to be offline: that Rowmill cannot be reached is what has to be shown.
    networkMode: 'always',
  });

/** The run's latest snapshot, starting from the one the server rendered; `isError` while it cannot be reached. */
export function useRunProgress(initial: RunProgress) {
  return useQuery({ ...runProgressQuery(initial.run.id), initialData: initial });
}
