import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { attachment } from '#lib/platform/http/attachment.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { streamResponse } from '#lib/platform/http/stream.ts';
import { downloadName } from '#lib/results/download-name.ts';
import { CONTENT_TYPE_BY_FORMAT, ExportQuery } from '#lib/results/schema.ts';
import { exportRun } from '#lib/results/server/export.ts';
import { getExportRun } from '#lib/results/server/result-queries.ts';

export const GET = defineRoute<{ runId: string }>('read', async ({ request, params, actor }) => {
  const query = readQuery(request, ExportQuery);
  const run = await getExportRun(db(), actor.workspaceId, params.runId);
  const { name, ending } = downloadName(run, query);
  return streamResponse(request, exportRun(run, query), {
    'content-type': CONTENT_TYPE_BY_FORMAT[query.format],
    'content-disposition': attachment(name, query.format, ending),
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
