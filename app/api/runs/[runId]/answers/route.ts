import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { listAnswerFacets } from '#lib/results/server/result-queries.ts';

const SHOWN_ANSWERS = 200;

/** How often each answer was given. */
export const GET = defineRoute<{ runId: string }>('read', async ({ params, actor }) =>
  json({ facets: await listAnswerFacets(db(), actor.workspaceId, params.runId, SHOWN_ANSWERS) }),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
