'use client';

import { DialogButton } from '#components/ui/dialog-button.tsx';
import { changeBudgetAction } from '#lib/budgets/actions.ts';
import type { Budget } from '#lib/budgets/schema.ts';
import { BudgetFields, type BudgetForm, changeOf, useBudgetForm } from './budget-form.tsx';
import { scopeWords } from './budget-scope.ts';

/** Changes everything of a budget but whose spending counts. */
export function EditBudgetButton({ budget }: { budget: Budget }) {
  return (
    <DialogButton kind="quiet" text="Edit" label={`Edit the budget ${budget.name}`} title={`Edit “${budget.name}”`}>
      {(close) => <EditForm budget={budget} close={close} />}
    </DialogButton>
  );
}

function EditForm({ budget, close }: { budget: Budget; close: () => void }) {
  const before: BudgetForm = {
    name: budget.name,
    amountUsd: budget.amountUsd.replace(/(\.\d\d)0+$/, '$1'),
    thresholds: budget.thresholds.join(', '),
    pausesLaunches: budget.pausesLaunches,
  };
  const form = useBudgetForm(before, (typed) => changeBudgetAction({ budgetId: budget.id, change: changeOf(typed) }));
  return (
    <BudgetFields form={form} close={close} save="Save">
      <p className="text-ink-muted">{scopeWords(budget.scope)} count.</p>
    </BudgetFields>
  );
}
