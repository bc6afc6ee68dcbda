import { defineRoute } from '#lib/auth/server/define-route.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { getRunCount } from '#lib/runs/server/draft-count.ts';

/** What the page of a run that is not launched yet asks for again and again while its requests are counted. */
export const GET = defineRoute<{ runId: string }>('run:create', async ({ params, actor }) =>
  json(await getRunCount(actor.workspaceId, params.runId)),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
