import { defineRoute } from '#lib/auth/server/define-route.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { getDraft } from '#lib/runs/server/draft-queries.ts';

/** How an open draft finds out what was changed in another window or on another device. */
export const GET = defineRoute<{ draftId: string }>('read', async ({ params, actor }) =>
  json(await getDraft(actor.workspaceId, params.draftId)),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
