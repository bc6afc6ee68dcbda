import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { attachment } from '#lib/platform/http/attachment.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { streamResponse } from '#lib/platform/http/stream.ts';
import { CostsQuery } from '#lib/pricing/cost-report.ts';
import { getCostReport } from '#lib/reports/server/cost-report.ts';
import { exportCosts } from '#lib/reports/server/export-costs.ts';

export const GET = defineRoute('cost:own', async ({ request, actor }) => {
  const query = readQuery(request, CostsQuery);
  const report = await getCostReport(db(), actor, query);
  if (query.format === 'json') return json(report);
  return streamResponse(request, exportCosts(report), {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment(`costs-by-${report.by}-${report.from}-to-${report.to}`, 'csv'),
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
