import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseView, type ResultsView, viewAddress } from './results-view.ts';

export type GoTo = (change: Partial<ResultsView>, way?: 'push' | 'replace') => void;

/** The view the address says, and what changes both without asking the server for the page again. */
export function useResultsView(runId: string): { view: ResultsView; go: GoTo } {
  const params = useSearchParams();
  const view = useMemo(() => parseView(new URLSearchParams(params)), [params]);
  const go = useCallback<GoTo>(
    (change, way = 'push') => {
      const address = viewAddress(runId, { ...view, ...change });
      if (way === 'push') window.history.pushState(null, '', address);
      else window.history.replaceState(null, '', address);
    },
    [runId, view],
  );
  return { view, go };
}
