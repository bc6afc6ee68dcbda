import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import { CAUSE_WORDS } from '#lib/providers/failure-causes.ts';
import { MAX_LISTED_ROWS } from '#lib/results/limits.ts';
import { isPlain } from '#lib/results/plain-query.ts';
import type { ResultCounts } from '#lib/results/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { itemStatusWord } from './item-words.ts';
import type { ResultsView } from './results-view.ts';
import type { GoTo } from './use-results-view.ts';
import type { ShownRows } from './use-row-list.ts';

type ResultsNoteProps = { shown: ShownRows; view: ResultsView; now: ResultCounts; isBroken: boolean };

/** One line above the grid: how many rows are shown, how far a search has come, what is amiss. Its room is always kept. */
export function ResultsNote({ shown, view, now, isBroken }: ResultsNoteProps) {
  const hasNews = useNews(shown, now);
  return (
    <div className="mb-2 flex min-h-9 flex-wrap items-center gap-3 text-ink-muted">
      <p role="status" className={isBroken || shown.problem ? 'text-bad' : 'tabular-nums'}>
        {isBroken
          ? 'The connection is lost. Rows come as soon as it is back.'
          : (shown.problem ?? noteOf(shown, view, now))}
      </p>
      {(hasNews || shown.problem) && !isPlain(view) && (
        <Button onPress={shown.again}>{shown.problem ? 'Try again' : 'Answers came in: look again'}</Button>
      )}
    </div>
  );
}

function noteOf({ list, lookedAt }: ShownRows, view: ResultsView, now: ResultCounts): string {
  const total = countOf(now.counts.total, 'row');
  if (lookedAt !== null) {
    const found = `${formatCount(list.count)} found`;
    if (view.sort !== 'row' || view.desc) return `Sorting ${total} …`;
    return `Looking through ${total}: ${formatCount(lookedAt)} done, ${found} …`;
  }
  if (isPlain(view)) return `${total}. A row’s number opens it; a double click or the space key shows a cell whole.`;
  if (list.count >= MAX_LISTED_ROWS) return `The first ${formatCount(list.count)} rows that match are shown.`;
  const what = view.q === '' ? '' : ` with “${view.q}” in a cell or an answer`;
  const why = view.cause ? `: ${CAUSE_WORDS[view.cause].title.toLowerCase()}` : '';
  return `${formatCount(list.count)} of ${total}${what}${why}.`;
}

/** Whether the counts have changed since the rows of this view were looked for. */
function useNews({ key, lookedAt, list }: ShownRows, { counts }: ResultCounts): boolean {
  const [seen, setSeen] = useState({ key, counts, list });
  // Looking again, another view, or the first pieces of a list: what is shown is as new as the counts.
  if (seen.key !== key || (seen.list !== list && lookedAt !== null)) setSeen({ key, counts, list });
  return seen.key === key && seen.counts !== counts && lookedAt === null;
}

type NoRowsProps = { shown: ShownRows; view: ResultsView; now: ResultCounts; go: GoTo };

/** Instead of a grid of nothing: why, and the way on. */
export function NoRows({ shown, view, now, go }: NoRowsProps) {
  if (shown.problem) return <EmptyState title="These rows could not be looked up">{shown.problem}</EmptyState>;
  if (shown.lookedAt !== null) return <EmptyState title="Looking …">Rows appear here as they are found.</EmptyState>;
  const everything = (
    <Button onPress={() => go({ status: undefined, cause: undefined, answer: undefined, q: '', column: 0, row: null })}>
      Show all rows
    </Button>
  );
  if (view.q !== '') {
    return (
      <EmptyState title={`No row has “${view.q}” in a cell or an answer`} action={everything}>
        Small and capital letters are the same; everything else is looked for as it is written.
      </EmptyState>
    );
  }
  const isOver = isRunOver(now.status);
  return (
    <EmptyState title={titleOf(view)} action={everything}>
      {isOver ? 'The run is over, so this stays as it is.' : 'The run is still going: look again in a moment.'}
    </EmptyState>
  );
}

function titleOf({ status, cause }: ResultsView): string {
  if (cause) return `No row failed because of this any more: ${CAUSE_WORDS[cause].title.toLowerCase()}`;
  return status ? `No row is ${itemStatusWord(status).word.toLowerCase()}` : 'No row has this answer';
}
