import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { isPlain } from '#lib/results/plain-query.ts';
import { resultCalls } from './result-calls.ts';
import { queryText, type ResultsView } from './results-view.ts';
import { foundList, type RowList, wholeList } from './row-list.ts';

const KEPT_MS = 60_000;

export type ShownRows = {
  list: RowList;
  /** Names the view; another one shows other rows. */
  key: string;
  /** Rows looked at so far while more are being looked at; null when all were. */
  lookedAt: number | null;
  problem: string | null;
  /** Looks through the rows again. */
  again: () => void;
};

/** The rows a view shows: all of them at once, or as they are found, which goes on by itself until all were looked at. */
export function useRowList(runId: string, view: ResultsView, total: number): ShownRows {
  const key = queryText(view);
  const isWhole = isPlain(view);
  const query = useInfiniteQuery({
    queryKey: ['runs', runId, 'list', key],
    queryFn: async ({ pageParam, signal }) => (await resultCalls()).fetchListPiece(runId, key, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: (last) => last.nextFrom,
    enabled: !isWhole,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
    structuralSharing: false,
    refetchOnWindowFocus: false,
    // Without a connection it fails and says so, instead of looking forever; with it back it looks again by itself.
    networkMode: 'always',
    refetchOnReconnect: 'always',
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const list = useMemo(
    () => (isWhole ? wholeList(total) : foundList((data?.pages ?? []).map((page) => page.rows))),
    [isWhole, total, data],
  );
  const isLooking = !isWhole && !isError && (isFetching || hasNextPage || !data);
  // Until the first rows of another view are found, those of the last one stay: nothing blinks, and what cannot be looked
  // up takes nothing away.
  const isAwaited = !isWhole && !data;
  const [last, setLast] = useState({ list, key });
  if (!isAwaited && last.list !== list) setLast({ list, key });
  return {
    ...(isAwaited ? last : { list, key }),
    lookedAt: isLooking ? (data?.pages.at(-1)?.nextFrom ?? 0) : null,
    problem: isError ? query.error.message : null,
    again: () => void query.refetch(),
  };
}
