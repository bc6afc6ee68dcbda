import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ownAnswer } from '#lib/own-answer.ts';
import { offerTryAction, startTryAction } from '#lib/runs/actions.ts';
import type { Tries, TryRows } from '#lib/runs/try-schema.ts';
import { useOpenDraft } from './draft-context.tsx';
import { draftPriceKey } from './use-draft-price.ts';

const MOVING_MS = 700;

/** The tries of the open draft, asked for again while one of them is going on; and the way to begin one. */
export function useTries(asked: TryRows, isReady: boolean) {
  const { id, version, isSaved, fate } = useOpenDraft();
  const queryClient = useQueryClient();
  const isAsked = isReady && isSaved && fate.kind === 'open';
  const offer = useQuery({
    queryKey: ['drafts', id, 'try-offer', version, asked],
    queryFn: () => offerTryAction({ draftId: id, version, ...asked }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  const list = useQuery({
    // Whether a try asked what the draft asks now is said with every version of it.
    queryKey: ['drafts', id, 'tries', version],
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/drafts/${id}/tries`, { signal });
      if (!response.ok) throw new Error(`Could not load the tries (${response.status})`);
      return ownAnswer<Tries>(await response.json(), ['tries']);
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isMoving(state.data) ? MOVING_MS : false),
  });
  const start = useMutation({
    mutationFn: () => startTryAction({ draftId: id, version, ...asked }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['drafts', id, 'tries'] }),
  });
  const isGoing = isMoving(list.data);
  useEnd(isGoing, () => {
    // What the whole run costs is worked out from these answers, and so is the next try.
    void queryClient.invalidateQueries({ queryKey: draftPriceKey(id, version) });
    void queryClient.invalidateQueries({ queryKey: ['drafts', id, 'try-offer'] });
  });
  return {
    offer: offer.data?.ok ? offer.data.data : null,
    isOffered: isAsked && !offer.isPlaceholderData && offer.data?.ok === true,
    refusal: refusalOf(offer.data) ?? refusalOf(start.data) ?? lostOf(start.isError || offer.isError),
    tries: list.data ?? null,
    isLost: list.isError,
    isGoing,
    isStarting: start.isPending,
    start: () => start.mutate(),
  };
}

function isMoving(tries: Tries | undefined): boolean {
  return tries?.tries.some((one) => !one.isOver) ?? false;
}

function refusalOf(result: { ok: boolean; error?: { message: string } } | undefined): string | null {
  return result && !result.ok ? (result.error?.message ?? null) : null;
}

function lostOf(isLost: boolean): string | null {
  return isLost ? 'The server could not be reached. Try again.' : null;
}

function useEnd(isGoing: boolean, onEnd: () => void): void {
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isGoing) onEnd();
    was.current = isGoing;
  });
}
