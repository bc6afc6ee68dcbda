import { defineRoute } from '#lib/auth/server/define-route.ts';
import { db } from '#lib/platform/db/client.ts';
import { attachment } from '#lib/platform/http/attachment.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { readQuery } from '#lib/platform/http/read-json.ts';
import { streamResponse } from '#lib/platform/http/stream.ts';
import { SavingsQuery } from '#lib/pricing/cost-report.ts';
import { exportStatement } from '#lib/reports/server/export-statement.ts';
import { getSavingsStatement } from '#lib/reports/server/savings-statement.ts';

export const GET = defineRoute('cost:own', async ({ request, actor }) => {
  const query = readQuery(request, SavingsQuery);
  const statement = await getSavingsStatement(db(), actor, query);
  if (query.format === 'json') return json(statement);
  return streamResponse(request, exportStatement(statement), {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment(`savings-${statement.from}-to-${statement.to}`, 'csv'),
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
