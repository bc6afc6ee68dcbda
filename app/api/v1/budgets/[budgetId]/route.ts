import { defineRoute } from '#lib/auth/server/define-route.ts';
import { monthAt } from '#lib/budgets/month.ts';
import { BudgetChange } from '#lib/budgets/schema.ts';
import { getBudget } from '#lib/budgets/server/budget-queries.ts';
import { changeBudget, deleteBudget } from '#lib/budgets/server/change-budget.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readJson } from '#lib/platform/http/read-json.ts';

export const PATCH = defineRoute<{ budgetId: string }>('budget:manage', async ({ request, params, actor }) => {
  await changeBudget(actor, params.budgetId, await readJson(request, BudgetChange));
  return json(await getBudget(db(), actor, params.budgetId, monthAt(now())));
});

export const DELETE = defineRoute<{ budgetId: string }>('budget:manage', async ({ params, actor }) => {
  await deleteBudget(actor, params.budgetId);
  return new Response(null, { status: 204 });
});

export const { GET, OPTIONS, POST, PUT } = onlyAnswers('DELETE', 'PATCH');
