import { defineRoute } from '#lib/auth/server/define-route.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { listTries } from '#lib/runs/server/list-tries.ts';

/** What an open draft asks for again and again while rows of it are tried. */
export const GET = defineRoute<{ draftId: string }>('read', async ({ params, actor }) =>
  json(await listTries(actor.workspaceId, params.draftId)),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
