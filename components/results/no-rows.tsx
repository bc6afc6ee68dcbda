import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { ResultCounts } from '#lib/results/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { itemStatusWord } from './item-words.ts';
import type { ResultsView } from './results-view.ts';
import type { GoTo } from './use-results-view.ts';
import type { ShownRows } from './use-row-list.ts';

type NoRowsProps = { shown: ShownRows; view: ResultsView; now: ResultCounts; go: GoTo };

/** Instead of a grid of nothing: why, and the way on. */
export default function NoRows({ shown, view, now, go }: NoRowsProps) {
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
  if (cause) return 'No row failed because of this any more';
  return status ? `No row is ${itemStatusWord(status).word.toLowerCase()}` : 'No row has this answer';
}
