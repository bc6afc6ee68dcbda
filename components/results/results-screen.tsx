'use client';

import { type KeyboardEvent, lazy, useCallback, useRef, useState } from 'react';
import { CodePlace } from '#components/ui/code-place.tsx';
import { codeSource } from '#components/ui/code-source.ts';
import type { GridHandle } from '#components/ui/grid/grid.tsx';
import { useStoredText } from '#components/ui/grid/stored-value.ts';
import type { ResultCounts, ResultRow, ResultSheet } from '#lib/results/schema.ts';
import { AnswerFacets } from './answer-facets.tsx';
import { ResultGrid } from './result-grid.tsx';
import { ResultsHeader } from './results-header.tsx';
import { ResultsNote } from './results-note.tsx';
import { LINE_CHOICES, ResultsTools } from './results-tools.tsx';
import type { ResultsView } from './results-view.ts';
import { canRetryIn } from './retriable.ts';
import { StatusTabs } from './status-tabs.tsx';
import { useOpenRow } from './use-open-row.ts';
import { useResultCounts } from './use-result-counts.ts';
import { useResultsView } from './use-results-view.ts';
import { useRowList } from './use-row-list.ts';
import { useRowWindows } from './use-row-windows.ts';
import type { OpenCell } from './whole-cell.tsx';

// The server draws its button; what it offers is not read before somebody presses it.
const downloads = codeSource();
const DownloadMenu = lazy(() => downloads.fetch(() => import('./download-menu.tsx')));
const noRows = codeSource();
const NoRows = lazy(() => noRows.fetch(() => import('./no-rows.tsx')));
const retryFailed = codeSource();
const RetryFailed = lazy(() => retryFailed.fetch(() => import('./retry-failed.tsx')));
const rowDrawer = codeSource();
const RowDrawer = lazy(() => rowDrawer.fetch(() => import('./row-drawer.tsx')));
const wholeCell = codeSource();
const WholeCell = lazy(() => wholeCell.fetch(() => import('./whole-cell.tsx')));

type ResultsScreenProps = {
  sheet: ResultSheet;
  /** The first rows of the sheet, so that they are there at once. */
  firstRows: readonly ResultRow[];
  canRetry: boolean;
};

/** The person's own sheet with its answers: looked through, narrowed down, opened row by row, taken away. */
export function ResultsScreen({ sheet, firstRows, canRetry }: ResultsScreenProps) {
  const { runId } = sheet;
  const { view, go } = useResultsView(runId);
  const now = useResultCounts(sheet);
  const shown = useRowList(runId, view, sheet.counts.total);
  const windows = useRowWindows(runId, firstRows, now.counts);
  const [lines, setLines] = useLines();
  const [cell, setCell] = useState<OpenCell | null>(null);
  const grid = useRef<GridHandle>(null);
  const row = useOpenRow({ view, go, list: shown.list, grid });
  const onExpand = useCallback((rowIndex: number, column: OpenCell['column']) => setCell({ rowIndex, column }), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for the open row work wherever the focus is in here.
    <div onKeyDown={(event) => stepByKey(event, row)}>
      <ResultsHeader
        sheet={sheet}
        now={now}
        action={
          <CodePlace source={downloads} name="The download" placeholder={<div className="h-9 w-32" />}>
            <DownloadMenu runId={runId} failed={now.counts.failed} delimiter={sheet.delimiter} />
          </CodePlace>
        }
      />
      <StatusTabs runId={runId} counts={now.counts} view={view} go={go} />
      <div className="my-3 flex flex-col gap-3">
        <AnswerFacets sheet={sheet} answered={now.counts.succeeded} view={view} go={go} />
        <ResultsTools
          {...{ view, go, lines }}
          onLines={setLines}
          onRow={(rowNumber) => row.goTo(Math.min(rowNumber, sheet.counts.total))}
        />
      </div>
      <ResultsNote
        {...{ shown, view, now }}
        isBroken={windows.isBroken}
        action={
          canRetry &&
          canRetryShown(view, now) && (
            <CodePlace source={retryFailed} name="Sending again">
              <RetryFailed runId={runId} cause={view.cause} />
            </CodePlace>
          )
        }
      />
      <div className="flex items-start gap-4">
        <div className="min-w-0 grow">
          {shown.list.count > 0 ? (
            <ResultGrid
              {...{ sheet, firstRows, view, go, windows, lines, onExpand }}
              list={shown.list}
              listKey={shown.key}
              handle={grid}
              onOpen={row.open}
            />
          ) : (
            <CodePlace source={noRows} name="What to do without rows">
              <NoRows {...{ shown, view, go, now }} />
            </CodePlace>
          )}
        </div>
        {view.row !== null && (
          <CodePlace source={rowDrawer} name="The row" onLeave={row.close}>
            <RowDrawer
              {...{ sheet, canRetry }}
              counts={now}
              rowNumber={view.row}
              place={row.place}
              shownCount={shown.list.count}
              onStep={row.step}
              onClose={row.close}
            />
          </CodePlace>
        )}
      </div>
      {cell && (
        <CodePlace source={wholeCell} name="The cell" onLeave={() => setCell(null)}>
          <WholeCell runId={runId} cell={cell} onClose={() => setCell(null)} />
        </CodePlace>
      )}
    </div>
  );
}

/** Whether the shown rows are failed ones, all of them or all of one cause, that may be sent again. */
function canRetryShown(view: ResultsView, { status, counts }: ResultCounts): boolean {
  const isFailed = view.status === 'failed' && view.q === '' && view.answer === undefined;
  return isFailed && counts.failed > 0 && canRetryIn(status);
}

function useLines(): [number, (lines: number) => void] {
  const [text, store] = useStoredText('grid.lines');
  const lines = LINE_CHOICES.find((choice) => String(choice) === text) ?? 1;
  return [lines, useCallback((next: number) => store(String(next)), [store])];
}

/** J and K, and Escape, while a row is open; not where somebody writes. */
function stepByKey(event: KeyboardEvent, row: ReturnType<typeof useOpenRow>): void {
  if (!row.isOpen || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest('input, textarea, select')) return;
  const act = { j: () => row.step(1), k: () => row.step(-1), Escape: row.close }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
