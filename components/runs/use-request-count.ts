import { useQuery } from '@tanstack/react-query';
import { ownAnswer } from '#lib/own-answer.ts';
import type { DraftCount } from '#lib/runs/draft-count.ts';

const ASK_EVERY_MS = 700;

type Asked = {
  /** Where to ask. Another address is another count. */
  address: string;
  /** Whether there is anything to wait for. */
  isWanted: boolean;
  /** Fetches the price that has the count, before anybody is told that it is done. */
  onDone: () => Promise<void>;
};

/** How far the exact count of the rows to send is; null when there is nothing to wait for. It goes on while it is asked for. */
export function useRequestCount({ address, isWanted, onDone }: Asked): DraftCount | null {
  const { data } = useQuery({
    queryKey: ['count', address],
    queryFn: async ({ signal }) => {
      const count = await fetchCount(address, signal);
      if (count.state === 'done') await onDone();
      return count;
    },
    enabled: isWanted,
    refetchInterval: ({ state }) => (isGoingOn(state.data) ? ASK_EVERY_MS : false),
    refetchOnWindowFocus: 'always',
    gcTime: 0,
  });
  return isWanted ? (data ?? { state: 'waiting', counted: 0, total: 0 }) : null;
}

async function fetchCount(address: string, signal: AbortSignal): Promise<DraftCount> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`Could not ask for the count (${response.status})`);
  return ownAnswer<DraftCount>(await response.json(), ['state', 'counted', 'total']);
}

function isGoingOn(count: DraftCount | undefined): boolean {
  return count === undefined || count.state === 'waiting' || count.state === 'counting';
}
