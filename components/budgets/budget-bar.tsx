import { Amount } from '#components/ui/amount.tsx';
import { budgetBar, leftWords } from '#lib/budgets/budget-bar.ts';
import type { Budget } from '#lib/budgets/schema.ts';

/** Spent, under way and left, as a bar with a mark where people are told, and the same in words. */
export function BudgetBar({ budget }: { budget: Budget }) {
  const { spent, underWay, end, marks } = budgetBar(budget);
  const isOver = end !== null && spent > end;
  return (
    <div>
      <div aria-hidden className="relative h-2.5">
        <div className="flex h-full overflow-hidden rounded-full bg-bar-waiting">
          <div className={isOver ? 'bg-bar-retrying' : 'bg-accent'} style={{ width: `${spent}%` }} />
          <div className="bar-hatched bg-bar-progress-soft" style={{ width: `${underWay}%` }} />
        </div>
        {marks.map(({ threshold, at }) => (
          <div
            key={threshold}
            title={`${threshold} %`}
            className="absolute -top-1 h-4.5 w-0.5 bg-ink-muted"
            style={{ left: `calc(${at}% - 1px)` }}
          />
        ))}
      </div>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
        <span className="font-medium">
          <Amount usd={budget.spentUsd} /> spent
          <span className="font-normal text-ink-muted"> ({budget.usedPercent} %)</span>
        </span>
        {budget.underWayRuns > 0 && (
          <span className="text-ink-muted">
            about <Amount usd={budget.underWayUsd} /> under way
          </span>
        )}
        <span className={isOver ? 'font-medium text-warn' : 'text-ink-muted'}>{leftWords(budget)}</span>
      </p>
    </div>
  );
}
