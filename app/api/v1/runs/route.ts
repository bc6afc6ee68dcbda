import { requirePermission } from '#lib/auth/roles.ts';
import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { readIdempotency } from '#lib/platform/http/idempotency.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readJson, readQuery } from '#lib/platform/http/read-json.ts';
import { RunsQuery } from '#lib/runs/http-schema.ts';
import { RunInput } from '#lib/runs/schema.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { getRunView, listRunViews } from '#lib/runs/server/run-view.ts';

export const POST = defineRoute('run:create', async ({ request, actor }) => {
  const input = await readJson(request, RunInput);
  if (input.launch) requirePermission(actor.role, 'run:launch');
  const { runId } = await createRun(actor, input, { idempotency: readIdempotency(request, input) });
  const run = await getRunView(db(), actor.workspaceId, runId);
  return json(run, 201, { location: `/api/v1/runs/${runId}` });
});

export const GET = defineRoute('read', async ({ request, actor }) =>
  json(await listRunViews(db(), actor.workspaceId, readQuery(request, RunsQuery))),
);

export const { DELETE, OPTIONS, PATCH, PUT } = onlyAnswers('GET', 'POST');
