import { readHealth } from '#lib/platform/health.ts';
import { json } from '#lib/platform/http/json.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const health = await readHealth();
  return json(health, health.status === 'ok' ? 200 : 503);
}
