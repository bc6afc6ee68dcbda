import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import type { RunBudget } from '#lib/budgets/schema.ts';

/** What each budget has left, and what this run takes of it, before it is launched. */
export function RunBudgets({ budgets }: { budgets: readonly RunBudget[] }) {
  if (budgets.length === 0) return null;
  return (
    <Card title={budgets.length === 1 ? 'Budget' : 'Budgets'}>
      <dl className="flex flex-col">
        {budgets.map((budget) => (
          <div
            key={budget.id}
            className="flex items-baseline justify-between gap-4 border-b border-line py-2 last:border-0"
          >
            <dt className="min-w-0 wrap-anywhere text-ink-muted">{budget.name}</dt>
            <dd className="shrink-0 text-right tabular-nums">
              <Amount usd={budget.leftUsd} /> left
              <span className="block text-xs text-ink-muted">
                of <Amount usd={budget.amountUsd} /> for {budget.monthName}
              </span>
              <span className="block text-xs text-ink-muted">
                {budget.takesUsd === null ? (
                  'what this run takes is unknown'
                ) : (
                  <>
                    this run takes <Amount usd={budget.takesUsd} isEstimate />
                  </>
                )}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** Why a run cannot be launched now; null where every budget has room. */
export function refusalOf(budgets: readonly RunBudget[]): string | null {
  return budgets.find(({ refusal }) => refusal !== null)?.refusal ?? null;
}

export function BudgetRefusal({ sentence }: { sentence: string }) {
  return (
    <Alert tone="warn" title="This run cannot be launched now">
      {sentence}
    </Alert>
  );
}
