import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { priceDraftAction } from '#lib/runs/actions.ts';
import { useOpenDraft } from './draft-context.tsx';

export const draftPriceKey = (draftId: string, version: number) => ['drafts', draftId, 'price', version] as const;

/** What the draft as it stands would send and cost. While that is worked out, the last price is still there and said to be old. */
export function useDraftPrice() {
  const { id, version, isSaved, problems, fate } = useOpenDraft();
  const isReady = Object.values(problems).every((issues) => issues.length === 0);
  const { data, isError, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: draftPriceKey(id, version),
    queryFn: () => priceDraftAction({ draftId: id, version }),
    enabled: isReady && isSaved && fate.kind === 'open',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const isCurrent = isReady && isSaved && !isFetching && !isPlaceholderData;
  return {
    isReady,
    /** Whether it is the price of what stands in the form. */
    isCurrent,
    price: data?.ok ? data.data : null,
    refusal: isCurrent && data?.ok === false ? data.error.message : null,
    /** Where the refusal is put right, by path of the run's input. */
    issues: isCurrent && data?.ok === false ? (data.error.issues ?? []) : [],
    isLost: isError,
    refetch,
  };
}
