import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { RunChange } from '#lib/runs/http-schema.ts';
import { changeLabels } from '#lib/runs/server/change-labels.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const GET = defineRoute<{ runId: string }>('read', async ({ params, actor }) =>
  json(await getRunView(db(), actor.workspaceId, params.runId)),
);

/** What may be changed about a run is bookkeeping: nothing of what it sends. */
export const PATCH = defineRoute<{ runId: string }>('run:label', async ({ request, params, actor }) => {
  const { labels } = await readJson(request, RunChange);
  await changeLabels(actor, params.runId, labels);
  return json(await getRunView(db(), actor.workspaceId, params.runId));
});

export const { DELETE, OPTIONS, POST, PUT } = onlyAnswers('GET', 'PATCH');
