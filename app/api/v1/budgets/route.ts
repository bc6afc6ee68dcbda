import { defineRoute } from '#lib/auth/server/define-route.ts';
import { monthAt, parseMonth } from '#lib/budgets/month.ts';
import { BudgetInput, BudgetsQuery } from '#lib/budgets/schema.ts';
import { getBudget, listBudgets } from '#lib/budgets/server/budget-queries.ts';
import { createBudget } from '#lib/budgets/server/change-budget.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readJson, readQuery } from '#lib/platform/http/read-json.ts';

export const GET = defineRoute('budget:read', async ({ request, actor }) => {
  const { month = '' } = readQuery(request, BudgetsQuery);
  const data = await listBudgets(db(), actor, parseMonth(month) ?? monthAt(now()));
  return json({ data, nextAfter: null });
});

export const POST = defineRoute('budget:manage', async ({ request, actor }) => {
  const { id } = await createBudget(actor, await readJson(request, BudgetInput));
  return json(await getBudget(db(), actor, id, monthAt(now())), 201);
});

export const { DELETE, OPTIONS, PATCH, PUT } = onlyAnswers('GET', 'POST');
