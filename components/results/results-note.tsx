import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useCode } from '#components/ui/use-code.ts';
import { countOf, formatCount } from '#lib/format.ts';
import type { FailureCause } from '#lib/providers/failure-causes.ts';
import { MAX_LISTED_ROWS } from '#lib/results/limits.ts';
import { isPlain } from '#lib/results/plain-query.ts';
import type { ResultCounts } from '#lib/results/schema.ts';
import type { ResultsView } from './results-view.ts';
import type { ShownRows } from './use-row-list.ts';

// Few come for the rows of one cause, so its words are not part of every page.
const loadWords = () => import('#lib/providers/cause-words.ts');

type ResultsNoteProps = {
  shown: ShownRows;
  view: ResultsView;
  now: ResultCounts;
  isBroken: boolean;
  action: ReactNode;
};

/** One line above the grid: how many rows are shown, how far a search has come, what is amiss. Its room is always kept. */
export function ResultsNote({ shown, view, now, isBroken, action }: ResultsNoteProps) {
  const hasNews = useNews(shown, now);
  return (
    <div className="mb-2 flex min-h-9 flex-wrap items-center gap-3 text-ink-muted">
      <p role="status" className={isBroken || shown.problem ? 'text-bad' : 'tabular-nums'}>
        {isBroken
          ? 'The connection is lost. Rows come as soon as it is back.'
          : (shown.problem ?? noteOf(shown, view, now))}
        {!isBroken && !shown.problem && shown.lookedAt === null && shown.list.count > 0 && <HowToOpen />}
        {view.cause && (
          <>
            {' '}
            <CauseTitle cause={view.cause} />
          </>
        )}
      </p>
      {action}
      {(hasNews || shown.problem) && !isPlain(view) && (
        <Button onPress={shown.again}>{shown.problem ? 'Try again' : 'Answers came in: look again'}</Button>
      )}
    </div>
  );
}

/** Fingers have neither a double click nor keys: for them the row, which shows every cell whole, is the way. */
function HowToOpen() {
  return (
    <>
      <span className="pointer-coarse:hidden">
        A row’s number opens it; a double click or the space key shows a cell whole.
      </span>
      <span className="pointer-fine:hidden">Tap a row’s number to see all of the row.</span>
    </>
  );
}

function noteOf({ list, lookedAt }: ShownRows, view: ResultsView, now: ResultCounts): string {
  const total = countOf(now.counts.total, 'row');
  if (lookedAt !== null) {
    const found = `${formatCount(list.count)} found`;
    if (view.sort !== 'row' || view.desc) return `Sorting ${total} …`;
    // Until its first piece is there, the rows that are shown are those of the view before.
    if (lookedAt === 0) return `Looking through ${total} …`;
    return `Looking through ${total}: ${formatCount(lookedAt)} done, ${found} …`;
  }
  if (isPlain(view)) return `${total}. `;
  if (list.count >= MAX_LISTED_ROWS) return `The first ${formatCount(list.count)} rows that match are shown.`;
  const what = view.q === '' ? '' : ` with “${view.q}” in a cell or an answer`;
  return `${formatCount(list.count)} of ${total}${what}. `;
}

/** Why the shown rows failed, in words. */
function CauseTitle({ cause }: { cause: FailureCause }) {
  const words = useCode(loadWords);
  return words && `${words.CAUSE_WORDS[cause].title}.`;
}

/** Whether the counts have changed since the rows of this view were looked for. */
function useNews({ key, lookedAt, list }: ShownRows, { counts }: ResultCounts): boolean {
  const [seen, setSeen] = useState({ key, counts, list });
  // Looking again, another view, or the first pieces of a list: what is shown is as new as the counts.
  if (seen.key !== key || (seen.list !== list && lookedAt !== null)) setSeen({ key, counts, list });
  return seen.key === key && seen.counts !== counts && lookedAt === null;
}
