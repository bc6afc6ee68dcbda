import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ResultCounts, ResultRow } from '#lib/results/schema.ts';
import { resultCalls } from './result-calls.ts';
import { RowWindows } from './row-windows.ts';

/** The rows of a run as they come into view, starting with those the server sent along; looked at again when its counts change. */
export function useRowWindows(runId: string, first: readonly ResultRow[], counts: ResultCounts['counts']): RowWindows {
  const [windows] = useState(() => {
    const made = new RowWindows(async (asked, signal) => (await resultCalls()).fetchWindow(runId, asked, signal));
    made.add(first, 0);
    return made;
  });
  useSyncExternalStore(windows.subscribe, windows.version, windows.version);
  useEffect(() => () => windows.stop(), [windows]);
  const lastCounts = useRef(counts);
  useEffect(() => {
    if (lastCounts.current === counts) return;
    lastCounts.current = counts;
    windows.refresh();
  }, [windows, counts]);
  return windows;
}
