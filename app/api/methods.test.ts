import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { API_CALLS } from '#lib/results/server/openapi-calls.ts';

// Never opened: a wrong method is refused before anything is read.
vi.stubEnv('DATABASE_URL', 'postgresql://unused');

const folder = path.dirname(new URL(import.meta.url).pathname);
const files = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts') && !file.includes('[['));

test.each(files)('%s refuses every method it does not answer in words, and says which it does', async (file) => {
  const route: Record<string, (request: Request) => Response> = await import(path.join(folder, file));
  const address = `/api/${path.dirname(file).split(path.sep).join('/')}`.replace(/\[\w+\]/g, '{id}');
  const documented = API_CALLS.filter((call) => call.path === address).map((call) => call.method.toUpperCase());
  const request = new Request('http://localhost/');
  const allowed = (await route.OPTIONS?.(request))?.headers.get('allow')?.split(', ') ?? [];
  expect(allowed).toEqual(expect.arrayContaining([...documented, 'OPTIONS']));
  expect(allowed.includes('HEAD')).toBe(allowed.includes('GET'));
  for (const method of ['DELETE', 'GET', 'PATCH', 'POST', 'PUT']) {
    if (allowed.includes(method)) continue;
    expect(documented).not.toContain(method);
    const response = route[method]?.(request);
    expect([method, response?.status]).toEqual([method, 405]);
    expect(response?.headers.get('content-type')).toBe('application/problem+json');
    expect(response?.headers.get('allow')).toBe(allowed.join(', '));
  }
});
