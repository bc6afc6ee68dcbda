import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const GET = defineRoute<{ runId: string }>('read', async ({ params, actor }) =>
  json(await getRunView(db(), actor.workspaceId, params.runId)),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
