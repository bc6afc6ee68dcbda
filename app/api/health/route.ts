import { readHealth } from '#lib/platform/health.ts';
import { json } from '#lib/platform/http/json.ts';
import { onlyAnswers } from '#lib/platform/http/only-answers.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const health = await readHealth();
  return json(health, health.status === 'ok' ? 200 : 503);
}

export const { DELETE, OPTIONS, PATCH, POST, PUT } = onlyAnswers('GET');
