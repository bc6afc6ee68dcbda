import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { pauseRun } from '#lib/runs/server/pause-run.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const POST = defineRoute<{ runId: string }>('run:cancel', async ({ params, actor }) => {
  await pauseRun(actor, params.runId);
  return json(await getRunView(db(), actor.workspaceId, params.runId));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
