import { defineRoute } from '#lib/auth/server/define-route.ts';
import { RowsQuery } from '#lib/datasets/schema.ts';
import { listRows } from '#lib/datasets/server/row-store.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';

export const GET = defineRoute<{ datasetId: string }>('read', async ({ request, params, actor }) => {
  const page = parseInput(RowsQuery, Object.fromEntries(new URL(request.url).searchParams));
  return json(await listRows(db(), actor.workspaceId, params.datasetId, page));
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
