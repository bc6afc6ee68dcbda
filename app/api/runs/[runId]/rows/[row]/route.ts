import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { RowNumber } from '#lib/results/schema.ts';
import { getResult } from '#lib/results/server/result-queries.ts';

/** One row whole, for the drawer. As in the address of a page, rows count from 1. */
export const GET = defineRoute<{ runId: string; row: string }>('read', async ({ params, actor }) => {
  const row = parseInput(RowNumber, params.row);
  return json(await getResult(db(), actor.workspaceId, params.runId, row - 1));
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
