import type { Budget } from '#lib/budgets/schema.ts';
import { monthOf } from '#lib/reports/period.ts';

/** Whose spending counts, in words. */
export function scopeWords(scope: Budget['scope']): string {
  if (scope.kind === 'workspace') return 'Everybody’s runs';
  if (scope.kind === 'label') return `Runs labeled “${scope.label}”`;
  return scope.name === null ? 'Runs of a person who is gone' : `Runs of ${scope.name}`;
}

/** The costs that a budget's spending is made of. */
export function spendingAddress({ scope, month }: Pick<Budget, 'scope' | 'month'>): string {
  const { from, to } = monthOf(`${month}-01`);
  const query = new URLSearchParams({ from, to });
  if (scope.kind === 'member') query.set('member', scope.member);
  if (scope.kind === 'label') query.set('label', scope.label);
  query.set('money', 'paid');
  return `/costs?${query}`;
}

/** The page of budgets in a month; that of now needs no name. */
export function budgetsAddress(month: string | null): string {
  return month === null ? '/costs/budgets' : `/costs/budgets?month=${month}`;
}
