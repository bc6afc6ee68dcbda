'use client';

import { useMutation } from '@tanstack/react-query';
import { Button } from '#components/ui/button.tsx';
import { dismissBudgetAlertsAction } from '#lib/budgets/actions.ts';

/** Puts a message away for this person; others still see it, and the next percent is told of. */
export function DismissBudgetButton({ budgetId, name }: { budgetId: string; name: string }) {
  const dismiss = useMutation({ mutationFn: () => dismissBudgetAlertsAction({ budgetId }) });
  const refusal = dismiss.data?.ok === false ? dismiss.data.error.message : null;
  const problem = dismiss.isError ? 'The server could not be reached. Try again.' : refusal;
  return (
    <div className="shrink-0">
      <Button
        kind="quiet"
        label={`I know about the budget ${name}`}
        isPending={dismiss.isPending}
        onPress={() => dismiss.mutate()}
      >
        I know
      </Button>
      {problem && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
