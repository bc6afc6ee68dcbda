import { defineRoute } from '#lib/auth/server/define-route.ts';
import { appUrl } from '#lib/platform/env.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { openApiDocument } from '#lib/results/server/openapi.ts';

export const GET = defineRoute('read', async () => json(openApiDocument(appUrl())));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
