import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readOptionalJson } from '#lib/platform/http/read-json.ts';
import { ApproveInput } from '#lib/runs/approval.ts';
import { approveRun } from '#lib/runs/server/decide-approval.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const POST = defineRoute<{ runId: string }>('run:approve', async ({ request, params, actor }) => {
  await approveRun(actor, { ...(await readOptionalJson(request, ApproveInput)), runId: params.runId });
  return json(await getRunView(db(), actor.workspaceId, params.runId));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
