import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { attachment } from '#lib/platform/http/attachment.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { streamResponse } from '#lib/platform/http/stream.ts';
import { exportEvents } from '#lib/results/server/export-events.ts';
import { EventsQuery } from '#lib/runs/http-schema.ts';
import { pageRunEvents } from '#lib/runs/server/run-events.ts';

export const GET = defineRoute<{ runId: string }>('read', async ({ request, params, actor }) => {
  const { format, ...page } = readQuery(request, EventsQuery);
  if (format === 'json') return json(await pageRunEvents(db(), actor.workspaceId, params.runId, page));
  return streamResponse(request, exportEvents(actor.workspaceId, params.runId), {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment(`${params.runId}-log`, 'csv'),
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
