import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readOptionalJson } from '#lib/platform/http/read-json.ts';
import { FinishNowInput } from '#lib/runs/http-schema.ts';
import { finishNow, offerFinishNow } from '#lib/runs/server/finish-now.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

/** What it may cost, before anybody asks for it. */
export const GET = defineRoute<{ runId: string }>('read', async ({ params, actor }) =>
  json(await offerFinishNow(db(), actor.workspaceId, params.runId)),
);

export const POST = defineRoute<{ runId: string }>('run:launch', async ({ request, params, actor }) => {
  const { mostUsd } = await readOptionalJson(request, FinishNowInput);
  await finishNow(actor, params.runId, { mostUsd });
  return json(await getRunView(db(), actor.workspaceId, params.runId));
});

export const { DELETE, OPTIONS, PATCH, PUT } = onlyAnswers('GET', 'POST');
