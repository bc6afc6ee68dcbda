import { defineRoute } from '#lib/auth/server/define-route.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { getMetrics } from '#lib/reports/server/metrics.ts';

export const dynamic = 'force-dynamic';

/** For Prometheus and autoscalers; docs/operations.md says what the numbers mean. */
export const GET = defineRoute('read', async () => {
  const { text, contentType } = await getMetrics();
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
