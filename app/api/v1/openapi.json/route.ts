import { defineRoute } from '#lib/auth/server/define-route.ts';
import { appUrl } from '#lib/platform/env.ts';
import { json } from '#lib/platform/http/json.ts';
import { openApiDocument } from '#lib/results/server/openapi.ts';

export const GET = defineRoute('read', async () => json(openApiDocument(appUrl())));
