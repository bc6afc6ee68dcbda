'use client';

import { ActionProblem } from '#components/ui/action-problem.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { deleteBudgetAction } from '#lib/budgets/actions.ts';

export function DeleteBudgetButton({ budgetId, name }: { budgetId: string; name: string }) {
  const remove = useAction(() => deleteBudgetAction({ budgetId }));
  return (
    <>
      <ConfirmButton
        kind="quiet"
        label={`Delete the budget ${name}`}
        title={`Delete the budget “${name}”?`}
        consequence="Nobody is told of it any more, and it keeps no run from being launched. What was spent stays in the report."
        confirm="Delete budget"
        isPending={remove.isPending}
        onConfirm={remove.start}
      >
        Delete
      </ConfirmButton>
      <ActionProblem problem={remove.problem} />
    </>
  );
}
