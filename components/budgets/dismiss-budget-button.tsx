'use client';

import { ActionProblem } from '#components/ui/action-problem.tsx';
import { Button } from '#components/ui/button.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { dismissBudgetAlertsAction } from '#lib/budgets/actions.ts';

/** Puts a message away for this person; others still see it, and the next percent is told of. */
export function DismissBudgetButton({ budgetId, name }: { budgetId: string; name: string }) {
  const dismiss = useAction(() => dismissBudgetAlertsAction({ budgetId }));
  return (
    <div className="shrink-0">
      <Button
        kind="quiet"
        label={`I know about the budget ${name}`}
        isPending={dismiss.isPending}
        onPress={dismiss.start}
      >
        I know
      </Button>
      <ActionProblem problem={dismiss.problem} />
    </div>
  );
}
