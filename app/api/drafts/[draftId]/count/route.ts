import { z } from 'zod';
import { defineRoute } from '#lib/auth/server/define-route.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { getDraftCount } from '#lib/runs/server/draft-count.ts';

const CountQuery = z.object({ version: z.coerce.number().int().min(0) });

/** What an open launch step asks for again and again while the requests of its draft are counted. */
export const GET = defineRoute<{ draftId: string }>('run:create', async ({ request, params, actor }) =>
  json(await getDraftCount(actor.workspaceId, { draftId: params.draftId, ...readQuery(request, CountQuery) })),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
