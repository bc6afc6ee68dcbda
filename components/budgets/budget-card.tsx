import Link from 'next/link';
import { Amount } from '#components/ui/amount.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { isUsedUp } from '#lib/budgets/budget-bar.ts';
import type { Budget } from '#lib/budgets/schema.ts';
import { countOf } from '#lib/format.ts';
import { BudgetBar } from './budget-bar.tsx';
import { scopeWords, spendingAddress } from './budget-scope.ts';
import { DeleteBudgetButton } from './delete-budget-button.tsx';
import { EditBudgetButton } from './edit-budget-button.tsx';

/** A budget and how its month stands. */
export function BudgetCard({ budget, isNow, mayChange }: { budget: Budget; isNow: boolean; mayChange: boolean }) {
  const { scope, thresholds, pausesLaunches } = budget;
  return (
    <Card
      title={budget.name}
      action={
        mayChange && (
          <div className="flex flex-wrap gap-1">
            <EditBudgetButton budget={budget} />
            <DeleteBudgetButton budgetId={budget.id} name={budget.name} />
          </div>
        )
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-lg font-semibold tabular-nums">
          <Amount usd={budget.amountUsd} /> <span className="text-sm font-normal text-ink-muted">a month</span>
        </span>
        <Link href={spendingAddress(budget)} className="wrap-anywhere text-accent underline-offset-2 hover:underline">
          {scopeWords(scope)}
        </Link>
        {isNow && pausesLaunches && isUsedUp(budget) && <Badge tone="warn">Launches wait</Badge>}
      </div>
      <BudgetBar budget={budget} />
      <ul className="mt-3 flex flex-col gap-1 text-xs text-ink-muted">
        <li>
          {thresholds.length === 0 ? 'Tells nobody. ' : `Tells at ${thresholds.join(', ')} %. `}
          {pausesLaunches ? 'Runs that are not expected to fit are not launched.' : 'Launches go on whatever is spent.'}
        </li>
        {scope.kind === 'member' && !scope.isHere && <li className="text-warn">This person is not here any more.</li>}
        {scope.kind === 'label' && !scope.isUsed && <li className="text-warn">No run has this label now.</li>}
        <UnknownNotes budget={budget} />
      </ul>
    </Card>
  );
}

/** What is in no amount, because nobody knows it. */
function UnknownNotes({ budget: { unknownRequests, unknownRuns } }: { budget: Budget }) {
  return (
    <>
      {unknownRequests > 0 && (
        <li className="text-warn">
          The cost of {countOf(unknownRequests, 'try', 'tries')} is unknown and in no amount.
        </li>
      )}
      {unknownRuns > 0 && (
        <li className="text-warn">
          What {countOf(unknownRuns, 'run')} under way will cost is unknown and in no amount.
        </li>
      )}
    </>
  );
}
