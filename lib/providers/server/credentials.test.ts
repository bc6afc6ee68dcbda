import { afterEach, expect, test, vi } from 'vitest';

const place = { workspaceId: 'ws_1', connectionId: 'con_1' };
const KEY = 'sk-proj-0123456789abcdef';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The settings are read once per process, so another secret needs the module anew. */
async function withSecret(secret: string) {
  vi.resetModules();
  vi.stubEnv('ROWMILL_SECRET', secret);
  vi.stubEnv('DATABASE_URL', 'postgres://localhost/none');
  return import('./credentials.ts');
}

test('a key opens where it was sealed, and looks different every time', async () => {
  const { openApiKey, sealApiKey } = await withSecret('the first secret of this house');
  const sealed = Array.from({ length: 1000 }, () => sealApiKey(KEY, place));
  expect(new Set(sealed).size).toBe(1000);
  for (const one of sealed) expect(openApiKey(one, place)).toBe(KEY);
  expect(sealed[0]).toMatch(/^v1\.[\w-]+$/);
  expect(sealed[0]).not.toContain(KEY);
});

test('sealed texts that were swapped between rows or workspaces do not open', async () => {
  const { openApiKey, sealApiKey } = await withSecret('the first secret of this house');
  const sealed = sealApiKey(KEY, place);
  for (const other of [
    { ...place, workspaceId: 'ws_2' },
    { ...place, connectionId: 'con_2' },
    { workspaceId: 'ws_1"', connectionId: 'con_1' },
    { workspaceId: 'con_1', connectionId: 'ws_1' },
  ]) {
    expect(() => openApiKey(sealed, other)).toThrow('cannot be opened');
  }
});

test('no bit of a sealed key can be flipped, and none can be missing', async () => {
  const { openApiKey, sealApiKey } = await withSecret('the first secret of this house');
  const sealed = Buffer.from(sealApiKey(KEY, place).slice(3), 'base64url');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Buffer.from(sealed);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => openApiKey(`v1.${flipped.toString('base64url')}`, place)).toThrow('cannot be opened');
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(() => openApiKey(`v1.${sealed.subarray(0, length).toString('base64url')}`, place)).toThrow(
      'cannot be opened',
    );
  }
  for (const text of [
    '',
    'v1.',
    'v2.abc',
    KEY,
    `v1.${sealed.toString('base64url')}.x`,
    `v1.${sealed.toString('base64')}=`,
  ]) {
    expect(() => openApiKey(text, place)).toThrow('cannot be opened');
  }
});

test('under another secret it is refused with what to do, and without the key', async () => {
  const sealed = (await withSecret('the first secret of this house')).sealApiKey(KEY, place);
  const { openApiKey } = await withSecret('quite another secret');
  expect(() => openApiKey(sealed, place)).toThrow('Enter the key again.');
});

test('a hint tells two keys apart and says nothing of a short one', async () => {
  const { hintOf } = await withSecret('the first secret of this house');
  expect(hintOf(KEY)).toBe('…cdef');
  expect(hintOf('short')).toBe('…');
});
