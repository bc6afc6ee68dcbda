import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';

/** What an open run page asks for again and again; scripts use /api/v1/runs/{id}. */
export const GET = defineRoute<{ runId: string }>('read', async ({ params, actor }) =>
  json(await getRunProgress(db(), actor.workspaceId, params.runId)),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
