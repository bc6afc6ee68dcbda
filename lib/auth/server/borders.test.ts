import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { MemberRole } from '#lib/auth/roles.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { json } from '#lib/platform/http/json.ts';
import { auth } from './better-auth.ts';
import { defineRoute } from './define-route.ts';
import { runAction } from './run-action.ts';
import { signIn } from './sign-in.ts';
import { createToken, deleteToken, listTokens } from './token-queries.ts';

const OWN = 'http://localhost:3000';
const PASSWORD = 'copper violin tuesday';
const ENVIRONMENT_TOKEN = 'token-of-the-environment';

vi.stubEnv('ROWMILL_API_TOKEN', ENVIRONMENT_TOKEN);
provideTestDatabase(closePool);

const cookies: Partial<Record<MemberRole, string>> = {};
let workspaceId = '';

beforeAll(async () => {
  workspaceId = (await db().workspace.create({ data: { id: newId('ws'), name: 'Workspace' } })).id;
  for (const role of ['owner', 'viewer'] as const) cookies[role] = await signInAs(role);
});

async function signInAs(role: MemberRole): Promise<string> {
  const email = `${role}@example.org`;
  const id = newId('usr');
  const password = await (await auth().$context).password.hash(PASSWORD);
  await db().user.create({
    data: {
      id,
      name: role,
      email,
      accounts: { create: { id: randomUUID(), accountId: id, providerId: 'credential', password } },
      memberships: { create: { workspaceId, role } },
    },
  });
  return cookieOf(await signIn({ email, password: PASSWORD }, new Headers()));
}

function cookieOf(setCookies: readonly string[]): string {
  return setCookies.map((line) => line.split(';')[0]).join('; ');
}

function headersOf(fields: Record<string, string | undefined>): Headers {
  const headers = new Headers({ host: 'localhost:3000' });
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) headers.set(name, value);
  return headers;
}

let handled = 0;

async function act(fields: Record<string, string | undefined>, raw: unknown = { name: 'x' }) {
  const schema = z.object({ name: z.string() });
  return runAction(headersOf(fields), { schema, permission: 'run:launch', raw }, async (input, actor) => {
    handled += 1;
    return { ...input, by: actor.name };
  });
}

const echo = defineRoute('run:launch', async ({ actor }) => {
  handled += 1;
  return json(actor);
});

async function call(method: string, fields: Record<string, string | undefined>): Promise<Response> {
  const request = new Request(`${OWN}/api/v1/runs`, { method, headers: headersOf(fields) });
  return echo(request, { params: Promise.resolve({}) });
}

async function expectRefused(work: Promise<Response>, status: number): Promise<void> {
  const before = handled;
  const response = await work;
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ status, detail: expect.stringMatching(/\w{3,}.*\.$/) });
  expect(handled).toBe(before);
}

test('the owner, from our own page, may', async () => {
  expect(await act({ cookie: cookies.owner, origin: OWN })).toEqual({ ok: true, data: { name: 'x', by: 'owner' } });
  expect((await call('POST', { cookie: cookies.owner, origin: OWN })).status).toBe(200);
  expect((await call('GET', { cookie: cookies.owner })).status).toBe(200);
});

test.each([
  ['no session', 'unauthenticated', () => ({ origin: OWN })],
  ['a forged cookie', 'unauthenticated', () => ({ origin: OWN, cookie: `${cookies.owner?.slice(0, -6)}AAAAA%3D` })],
  ['a foreign origin', 'forbidden', () => ({ origin: 'https://evil.example', cookie: cookies.owner })],
  ['the origin null', 'forbidden', () => ({ origin: 'null', cookie: cookies.owner })],
  ['no origin', 'forbidden', () => ({ cookie: cookies.owner })],
  ['a viewer', 'forbidden', () => ({ origin: OWN, cookie: cookies.viewer })],
])('an action and a changing call are refused with %s, and do nothing', async (_name, code, fields) => {
  const before = handled;
  expect(await act(fields())).toMatchObject({ ok: false, error: { code } });
  expect(handled).toBe(before);
  await expectRefused(call('POST', fields()), code === 'forbidden' ? 403 : 401);
});

test('input that breaks its schema is refused with the field, before the work', async () => {
  const before = handled;
  const result = await act({ cookie: cookies.owner, origin: OWN }, { name: 7 });
  expect(result).toMatchObject({ ok: false, error: { code: 'invalid', issues: [{ path: 'name' }] } });
  expect(handled).toBe(before);
});

test('an expired session is no session', async () => {
  const cookie = await signInAs('member');
  expect((await call('GET', { cookie })).status).toBe(200);
  await db().session.updateMany({ where: { user: { name: 'member' } }, data: { expiresAt: new Date(Date.now() - 1) } });
  await expectRefused(call('GET', { cookie }), 401);
});

test('whoever leaves the workspace is out at once, session or not', async () => {
  const cookie = await signInAs('lead');
  await db().membership.deleteMany({ where: { user: { name: 'lead' } } });
  await expectRefused(call('GET', { cookie }), 401);
});

test('the token of the environment is an owner from the first start, and needs no origin', async () => {
  const response = await call('POST', { authorization: `Bearer ${ENVIRONMENT_TOKEN}` });
  expect(await response.json()).toEqual({
    workspaceId,
    userId: null,
    name: 'ROWMILL_API_TOKEN',
    role: 'owner',
    via: 'token',
  });
});

test.each(['Bearer wrong', `Bearer ${ENVIRONMENT_TOKEN}x`, 'Bearer ', 'Basic b3duZXI6eA==', ENVIRONMENT_TOKEN])(
  'the header "%s" is refused, even beside a good cookie',
  async (authorization) => {
    await expectRefused(call('POST', { authorization, cookie: cookies.owner, origin: OWN }), 401);
  },
);

test('a made token works until it is revoked, in its role and its workspace', async () => {
  const owner = { workspaceId, userId: null, name: 'owner', role: 'owner', via: 'session' } as const;
  const { id, token } = await createToken(db(), owner, { name: 'nightly', role: 'member' });
  expect(token).toMatch(/^rowmill_[A-Za-z0-9_-]{43}$/);

  const response = await call('POST', { authorization: `Bearer ${token}` });
  expect(await response.json()).toMatchObject({ workspaceId, name: 'nightly', role: 'member', via: 'token' });
  const [summary] = await listTokens(db(), workspaceId);
  expect(summary).toMatchObject({ id, hint: token.slice(-4), lastUsedAt: expect.any(Date) });
  expect(JSON.stringify(await db().apiToken.findMany())).not.toContain(token.slice(8));

  await expect(deleteToken(db(), 'ws_other', id)).rejects.toMatchObject({ code: 'not_found' });
  await deleteToken(db(), workspaceId, id);
  await expectRefused(call('POST', { authorization: `Bearer ${token}` }), 401);
});

test('the use of a token is written down once a minute, not on every call', async () => {
  const owner = { workspaceId, userId: null, name: 'owner', role: 'owner', via: 'session' } as const;
  const { id, token } = await createToken(db(), owner, { name: 'busy', role: 'viewer' });
  const usedAt = async () => (await db().apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime();

  const recent = new Date(Date.now() - 30_000);
  await db().apiToken.update({ where: { id }, data: { lastUsedAt: recent } });
  await call('GET', { authorization: `Bearer ${token}` });
  expect(await usedAt()).toBe(recent.getTime());

  const old = new Date(Date.now() - 61_000);
  await db().apiToken.update({ where: { id }, data: { lastUsedAt: old } });
  await call('GET', { authorization: `Bearer ${token}` });
  expect(await usedAt()).toBeGreaterThan(old.getTime());
});

test('nobody makes a token that may do more than they', async () => {
  const lead = { workspaceId, userId: null, name: 'lead', role: 'lead', via: 'session' } as const;
  await expect(createToken(db(), lead, { name: 'up', role: 'owner' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(createToken(db(), lead, { name: 'same', role: 'lead' })).resolves.toBeDefined();
});

test('an unforeseen error in a route is a 500 without its words', async () => {
  const broken = defineRoute('read', async () => {
    throw new Error('sk-secret');
  });
  const request = new Request(OWN, { headers: headersOf({ cookie: cookies.owner }) });
  const response = await broken(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('sk-secret');
});

test('an error of ours keeps its sentence through an action', async () => {
  const result = await runAction(
    headersOf({ cookie: cookies.owner, origin: OWN }),
    { schema: z.object({}), permission: 'read', raw: {} },
    async () => {
      throw new AppError('conflict', 'This run is over.');
    },
  );
  expect(result).toEqual({ ok: false, error: { code: 'conflict', message: 'This run is over.', issues: [] } });
});
