import 'server-only';
import { BudgetsQuery } from '#lib/budgets/schema.ts';
import type { ApiCall } from './openapi-calls.ts';
import { EXAMPLE_BUDGET_INPUT } from './openapi-examples.ts';
import type { SchemaName } from './openapi-schemas.ts';

const json = (schema: SchemaName, example?: unknown) => ({
  ...{ type: 'application/json', schema },
  ...(example !== undefined && { example }),
});

/** What scripts do with budgets. */
export const BUDGET_CALLS: ApiCall[] = [
  {
    ...{ method: 'get', path: '/api/v1/budgets', operationId: 'listBudgets', tag: 'Reports' },
    ...{ summary: 'List budgets with what a month spent of them', query: BudgetsQuery },
    description:
      'Spent is what was paid: `batchUsd` and `nowUsd` of the costs report of the same month and scope. Under way is about what launched runs will still cost. What the sandbox made up is in neither. Leads see all budgets, members their own and those of labels that their runs have.',
    answers: { 200: { description: 'Every budget, the oldest first.', bodies: [json('BudgetPage')] } },
    problems: [422],
  },
  {
    ...{ method: 'post', path: '/api/v1/budgets', operationId: 'createBudget', tag: 'Reports' },
    summary: 'Make a budget for every calendar month',
    description:
      'With `pausesLaunches`, a launch that is not expected to fit is refused (409) until there is room; runs that are launched go on.',
    body: json('BudgetInput', EXAMPLE_BUDGET_INPUT),
    answers: { 201: { description: 'The budget is made.', bodies: [json('Budget')] } },
    problems: [400, 409, 413, 415, 422],
  },
  {
    ...{ method: 'patch', path: '/api/v1/budgets/{id}', operationId: 'changeBudget', tag: 'Reports' },
    summary: 'Change a budget',
    description: 'What is left out stays. Whose spending counts cannot be changed: that would be another budget.',
    body: json('BudgetChange', { amountUsd: '150.00' }),
    answers: { 200: { description: 'The budget as it is now.', bodies: [json('Budget')] } },
    problems: [400, 404, 413, 415, 422],
  },
  {
    ...{ method: 'delete', path: '/api/v1/budgets/{id}', operationId: 'deleteBudget', tag: 'Reports' },
    summary: 'Delete a budget',
    description: 'No cost is deleted with it.',
    answers: { 204: { description: 'It is deleted.' } },
    problems: [404],
  },
];
