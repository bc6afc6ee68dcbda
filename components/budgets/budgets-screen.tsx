import { ChevronLeft, ChevronRight } from 'lucide-react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { addMonths, type Month, monthWords } from '#lib/budgets/month.ts';
import type { Budget } from '#lib/budgets/schema.ts';
import { BudgetCard } from './budget-card.tsx';
import { budgetsAddress } from './budget-scope.ts';
import { NewBudgetButton } from './new-budget-button.tsx';

type BudgetsScreenProps = {
  budgets: readonly Budget[];
  month: Month;
  /** The month that is now. */
  thisMonth: Month;
  mayChange: boolean;
  people: readonly { id: string; name: string }[];
  labels: readonly string[];
};

/** The budgets somebody may see, and how a month stands. */
export function BudgetsScreen({ budgets, month, thisMonth, mayChange, people, labels }: BudgetsScreenProps) {
  if (budgets.length === 0)
    return (
      <EmptyState title="No budgets" {...(mayChange && { action: <NewBudgetButton {...{ people, labels }} /> })}>
        {mayChange
          ? 'A budget says what a month may cost: in all, for one person, or for runs with a label. You are told when it is nearly used, and it can hold launches that do not fit.'
          : 'Leads and owners make budgets. Yours, and those of labels that your runs have, stand here.'}
      </EmptyState>
    );
  const isNow = month.key === thisMonth.key;
  return (
    <>
      <MonthNav month={month} thisMonth={thisMonth} />
      <div className="grid gap-4 lg:grid-cols-2">
        {budgets.map((budget) => (
          <BudgetCard key={budget.id} {...{ budget, isNow, mayChange }} />
        ))}
      </div>
      <p className="text-xs text-ink-muted">
        Months are counted in UTC. Spent is what was paid, as in the report; under way is about what launched runs will
        still cost. A run with two labels counts under both.
      </p>
    </>
  );
}

function MonthNav({ month, thisMonth }: { month: Month; thisMonth: Month }) {
  const before = addMonths(month, -1);
  const after = addMonths(month, 1);
  const hrefOf = ({ key }: Month) => budgetsAddress(key === thisMonth.key ? null : key);
  return (
    <nav aria-label="Month" className="flex flex-wrap items-center gap-2">
      <h2 className="mr-2 text-base font-semibold">{monthWords(month)}</h2>
      <LinkButton kind="quiet" href={hrefOf(before)}>
        <ChevronLeft aria-hidden className="size-4" />
        {monthWords(before)}
      </LinkButton>
      {month.key < thisMonth.key && (
        <LinkButton kind="quiet" href={hrefOf(after)}>
          {monthWords(after)}
          <ChevronRight aria-hidden className="size-4" />
        </LinkButton>
      )}
    </nav>
  );
}
