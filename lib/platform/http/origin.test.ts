import { expect, test, vi } from 'vitest';
import { allowedOrigins, requireOwnOrigin } from './origin.ts';

test('a public URL is the only origin, whatever the Host header says', () => {
  expect(allowedOrigins('evil.example', 'https://rowmill.example.org/base/', 3000)).toEqual([
    'https://rowmill.example.org',
  ]);
});

test('without one, this machine by its names and the host the request came to', () => {
  const origins = allowedOrigins('192.168.1.20:3000', undefined, 3000);
  for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://192.168.1.20:3000']) {
    expect(origins).toContain(origin);
  }
  expect(origins).not.toContain('http://localhost:3001');
});

test.each([
  ['no Origin', {}],
  ['Origin null', { origin: 'null' }],
  ['a foreign site', { origin: 'https://evil.example' }],
  ['the right name on another port', { origin: 'http://localhost:9999' }],
  ['a name that begins like ours', { origin: 'http://localhost:3000.evil.example' }],
])('%s is refused', (_name, headers: Record<string, string>) => {
  vi.stubEnv('DATABASE_URL', 'postgresql://unused');
  expect(() => requireOwnOrigin(new Headers({ host: 'localhost:3000', ...headers }))).toThrow(
    'did not come from a page of Rowmill',
  );
});
