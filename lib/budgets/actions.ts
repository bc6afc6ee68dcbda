'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction } from '#lib/auth/server/define-action.ts';
import { BudgetChange, BudgetInput } from './schema.ts';
import { dismissBudgetAlerts } from './server/budget-alerts.ts';
import { changeBudget, createBudget, deleteBudget } from './server/change-budget.ts';

const PAGE = '/costs/budgets';

const BudgetId = z.object({ budgetId: z.string() });

export const createBudgetAction = defineAction(BudgetInput, 'budget:manage', async (input, actor) => {
  await createBudget(actor, input);
  revalidatePath(PAGE);
});

export const changeBudgetAction = defineAction(
  BudgetId.extend({ change: BudgetChange }),
  'budget:manage',
  async ({ budgetId, change }, actor) => {
    await changeBudget(actor, budgetId, change);
    revalidatePath(PAGE);
  },
);

export const deleteBudgetAction = defineAction(BudgetId, 'budget:manage', async ({ budgetId }, actor) => {
  await deleteBudget(actor, budgetId);
  revalidatePath(PAGE);
});

export const dismissBudgetAlertsAction = defineAction(BudgetId, 'budget:read', async ({ budgetId }, actor) => {
  await dismissBudgetAlerts(actor, budgetId);
  revalidatePath('/');
  revalidatePath('/costs', 'layout');
});
