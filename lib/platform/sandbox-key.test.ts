import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});

async function keyWith(secret: string): Promise<string> {
  vi.resetModules();
  vi.stubEnv('ROWMILL_SECRET', secret);
  vi.stubEnv('DATABASE_URL', 'postgresql://user:password@localhost:5432/unused');
  const { sandboxKey } = await import('./sandbox-key.ts');
  return sandboxKey();
}

test('the sandbox key follows from the secret, differs between secrets and does not contain it', async () => {
  const key = await keyWith('a secret of enough length');
  expect(key).toMatch(/^sk-sandbox-[0-9a-f]{64}$/);
  expect(await keyWith('a secret of enough length')).toBe(key);
  expect(await keyWith('another secret of enough length')).not.toBe(key);
  expect(key).not.toContain('a secret of enough length');
});
