import { useQuery, useQueryClient } from '@tanstack/react-query';
import { priceDraftAction } from '#lib/runs/actions.ts';
import type { DraftCount } from '#lib/runs/draft-count.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import { useOpenDraft } from './draft-context.tsx';
import { draftPriceKey } from './use-draft-price.ts';

const ASK_EVERY_MS = 700;

/**
 * How far the exact count of the draft's rows is, while its price is that of a sample; null when there is nothing to wait for.
 * When it is done, the exact price takes the place of the first one, and nothing else of the page waits for it.
 */
export function useDraftCount(receipt: Receipt | null): DraftCount | null {
  const { id, version } = useOpenDraft();
  const queryClient = useQueryClient();
  const isWanted = receipt !== null && !receipt.isCounted;
  const { data } = useQuery({
    queryKey: ['drafts', id, 'count', version],
    queryFn: async ({ signal }) => {
      const count = await fetchCount(id, version, signal);
      if (count.state !== 'done') return count;
      const priced = await priceDraftAction({ draftId: id, version });
      // A draft that was changed or launched meanwhile has another price, or none.
      if (priced.ok) queryClient.setQueryData(draftPriceKey(id, version), priced);
      return count;
    },
    enabled: isWanted,
    refetchInterval: ({ state }) => (isGoingOn(state.data) ? ASK_EVERY_MS : false),
    refetchOnWindowFocus: 'always',
    gcTime: 0,
  });
  return isWanted ? (data ?? { state: 'waiting', counted: 0, total: 0 }) : null;
}

async function fetchCount(draftId: string, version: number, signal: AbortSignal): Promise<DraftCount> {
  const response = await fetch(`/api/drafts/${draftId}/count?version=${version}`, { signal });
  if (!response.ok) throw new Error(`Could not ask for the count (${response.status})`);
  const { DraftCount } = await import('#lib/runs/draft-count.ts');
  return DraftCount.parse(await response.json());
}

function isGoingOn(count: DraftCount | undefined): boolean {
  return count === undefined || count.state === 'waiting' || count.state === 'counting';
}
