import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';

const MOVING_MS = 1000;
const RESTING_MS = 3000;
/** A run that has been going for so long is at a real provider, where nothing changes within a second. */
const LONG_MS = 10 * 60_000;

/** Why the page cannot be kept current. `updated`: the server speaks a newer form than this page was built for. */
export type ProgressTrouble = 'unreachable' | 'signed-out' | 'gone' | 'updated';

/** An answer that is not progress. */
export class ProgressError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`Could not load progress (${status})`);
    this.status = status;
  }
}

/** An answer in a form that this page does not know. */
export class StrangeProgressError extends Error {}

/** How long until a run is asked about again, in milliseconds. False: never, because nothing more happens by itself. */
export function pollMs(run: Pick<Run, 'status' | 'startedAt'>, nowMs: number): number | false {
  if (run.status === 'draft' || isRunOver(run.status)) return false;
  if (run.status === 'paused') return RESTING_MS;
  return run.startedAt !== null && nowMs - Date.parse(run.startedAt) > LONG_MS ? RESTING_MS : MOVING_MS;
}

export function troubleFrom(error: Error | null): ProgressTrouble | null {
  if (error === null) return null;
  if (error instanceof StrangeProgressError) return 'updated';
  if (error instanceof ProgressError && error.status === 401) return 'signed-out';
  return error instanceof ProgressError && error.status === 404 ? 'gone' : 'unreachable';
}

export const runProgressQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId, 'progress'],
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/runs/${runId}/progress`, { signal });
      if (!response.ok) throw new ProgressError(response.status);
      const { RunProgress } = await import('#lib/runs/schema.ts');
      const parsed = RunProgress.safeParse(await response.json());
      if (!parsed.success)
        throw new StrangeProgressError('Progress has another form than expected', { cause: parsed.error });
      return parsed.data;
    },
    refetchInterval: ({ state }) => (state.data ? pollMs(state.data.run, Date.now()) : RESTING_MS),
    // Also a run that is over: in another tab, or by somebody else, its failed rows may have been sent again.
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    retry: false,
    // Asked even while the browser believes to be offline: that Rowmill cannot be reached is what has to be shown.
    networkMode: 'always',
  });

/** The run's latest snapshot, starting from the one the server rendered, and what keeps it from being current. */
export function useRunProgress(initial: RunProgress) {
  const { data, error } = useQuery({ ...runProgressQuery(initial.run.id), initialData: initial });
  return { progress: data, trouble: troubleFrom(error) };
}
