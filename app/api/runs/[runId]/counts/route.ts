import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { getResultCounts } from '#lib/results/server/result-queries.ts';

/** What an open results page asks for again and again while the run is going. */
export const GET = defineRoute<{ runId: string }>('read', async ({ params, actor }) =>
  json(await getResultCounts(db(), actor.workspaceId, params.runId)),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
