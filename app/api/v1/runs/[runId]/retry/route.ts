import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readOptionalJson } from '#lib/platform/http/read-json.ts';
import { RetryInput } from '#lib/runs/http-schema.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const POST = defineRoute<{ runId: string }>('run:retry', async ({ request, params, actor }) => {
  await retryItems(actor, params.runId, await readOptionalJson(request, RetryInput));
  return json(await getRunView(db(), actor.workspaceId, params.runId));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
