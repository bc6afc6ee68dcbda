import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { LogPageQuery } from '#lib/runs/http-schema.ts';
import { listLatestEvents } from '#lib/runs/server/run-events.ts';

/** Older lines of the log, for an open run page; scripts use /api/v1/runs/{id}/events. */
export const GET = defineRoute<{ runId: string }>('read', async ({ request, params, actor }) =>
  json(await listLatestEvents(db(), actor.workspaceId, params.runId, readQuery(request, LogPageQuery))),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
