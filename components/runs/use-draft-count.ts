import { useQueryClient } from '@tanstack/react-query';
import { priceDraftAction } from '#lib/runs/actions.ts';
import type { DraftCount } from '#lib/runs/draft-count.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import { useOpenDraft } from './draft-context.tsx';
import { draftPriceKey } from './use-draft-price.ts';
import { useRequestCount } from './use-request-count.ts';

/**
 * How far the exact count of the draft's rows is, while its price is that of a sample; null when there is nothing to wait for.
 * When it is done, the exact price takes the place of the first one, and nothing else of the page waits for it.
 */
export function useDraftCount(receipt: Receipt | null): DraftCount | null {
  const { id, version } = useOpenDraft();
  const queryClient = useQueryClient();
  return useRequestCount({
    address: `/api/drafts/${id}/count?version=${version}`,
    isWanted: receipt !== null && !receipt.isCounted,
    onDone: async () => {
      const priced = await priceDraftAction({ draftId: id, version });
      // A draft that was changed or launched meanwhile has another price, or none.
      if (priced.ok) queryClient.setQueryData(draftPriceKey(id, version), priced);
    },
  });
}
