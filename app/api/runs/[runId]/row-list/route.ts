import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { RowListQuery } from '#lib/results/schema.ts';
import { listMatches } from '#lib/results/server/row-list.ts';

/** The numbers of the rows that a view of the results grid shows: 32-bit integers, and in a header where to go on. */
export const GET = defineRoute<{ runId: string }>('read', async ({ request, params, actor }) => {
  const query = readQuery(request, RowListQuery);
  const { rows, nextFrom } = await listMatches(db(), actor.workspaceId, params.runId, query);
  return new Response(new Uint8Array(rows), {
    headers: {
      ...{ 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
      ...(nextFrom !== null && { 'x-next-from': String(nextFrom) }),
    },
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
