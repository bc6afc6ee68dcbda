import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { ResultWindowQuery } from '#lib/results/schema.ts';
import { listWindow } from '#lib/results/server/row-window.ts';

/** What the results grid asks for as it is scrolled; scripts use /api/v1/runs/{id}/items. */
export const GET = defineRoute<{ runId: string }>('read', async ({ request, params, actor }) => {
  const query = readQuery(request, ResultWindowQuery);
  return json({ rows: await listWindow(db(), actor.workspaceId, params.runId, query) });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
