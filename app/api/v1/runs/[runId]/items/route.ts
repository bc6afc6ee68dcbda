import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { ItemsQuery } from '#lib/runs/http-schema.ts';
import { listItems } from '#lib/runs/server/item-queries.ts';

export const GET = defineRoute<{ runId: string }>('read', async ({ request, params, actor }) =>
  json(await listItems(db(), actor.workspaceId, params.runId, readQuery(request, ItemsQuery))),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
