'use client';

import { useMutation } from '@tanstack/react-query';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { deleteBudgetAction } from '#lib/budgets/actions.ts';

export function DeleteBudgetButton({ budgetId, name }: { budgetId: string; name: string }) {
  const remove = useMutation({ mutationFn: () => deleteBudgetAction({ budgetId }) });
  const refusal = remove.data?.ok === false ? remove.data.error.message : null;
  const problem = remove.isError ? 'The server could not be reached. Try again.' : refusal;
  return (
    <>
      <ConfirmButton
        kind="quiet"
        label={`Delete the budget ${name}`}
        title={`Delete the budget “${name}”?`}
        consequence="Nobody is told of it any more, and it keeps no run from being launched. What was spent stays in the report."
        confirm="Delete budget"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        Delete
      </ConfirmButton>
      {problem && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </>
  );
}
