import { useSearchParams } from 'next/navigation';
import { useCallback, useState } from 'react';
import { parseView, type ResultsView, viewAddress } from './results-view.ts';

export type GoTo = (change: Partial<ResultsView>, way?: 'push' | 'replace') => void;

/**
 * The view the address says, and what changes both at once, without asking the server for the page again. The view does not
 * wait for the router to notice its own new address; when the address changes by itself (back, forward), it follows.
 */
export function useResultsView(runId: string): { view: ResultsView; go: GoTo } {
  const address = useSearchParams().toString();
  const [{ view, seen }, setState] = useState(() => ({ view: parseView(new URLSearchParams(address)), seen: address }));
  if (seen !== address) setState({ view: parseView(new URLSearchParams(address)), seen: address });
  const go = useCallback<GoTo>(
    (change, way = 'push') => {
      const next = { ...view, ...change };
      setState({ view: next, seen });
      const nextAddress = viewAddress(runId, next);
      if (way === 'push') window.history.pushState(null, '', nextAddress);
      else window.history.replaceState(null, '', nextAddress);
    },
    [runId, view, seen],
  );
  return { view, go };
}
