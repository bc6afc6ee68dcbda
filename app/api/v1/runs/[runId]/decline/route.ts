import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { DeclineInput } from '#lib/runs/approval.ts';
import { declineRun } from '#lib/runs/server/decide-approval.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const POST = defineRoute<{ runId: string }>('run:approve', async ({ request, params, actor }) => {
  await declineRun(actor, { ...(await readJson(request, DeclineInput)), runId: params.runId });
  return json(await getRunView(db(), actor.workspaceId, params.runId));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
