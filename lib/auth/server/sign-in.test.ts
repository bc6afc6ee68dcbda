import { beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { raceOnTable } from '#lib/platform/db/test-race.ts';
import { auth } from './better-auth.ts';
import { createOwner } from './create-owner.ts';
import { findSessionActor, hasAnyUser } from './session.ts';
import { signIn, signOut } from './sign-in.ts';
import { countSignInAttempt, forgetSignInAttempts, MAX_TRIES } from './sign-in-limit.ts';

const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'copper violin tuesday' };
const MINUTE_MS = 60_000;

provideTestDatabase(closePool);

beforeEach(async () => {
  await db().workspace.deleteMany();
  await db().user.deleteMany();
  await db().rateLimit.deleteMany();
  await db().auditEvent.deleteMany();
  await db().workspace.create({ data: { id: newId('ws'), name: 'Workspace' } });
});

async function auditActions(): Promise<string[]> {
  const events = await db().auditEvent.findMany({ orderBy: { id: 'asc' } });
  return events.map((event) => event.action);
}

function cookieHeaders(setCookies: readonly string[]): Headers {
  return new Headers({ cookie: setCookies.map((line) => line.split(';')[0]).join('; ') });
}

test('of three first visits at once, exactly one becomes the owner', async () => {
  expect(await hasAnyUser()).toBe(false);
  const visits = [1, 2, 3].map((visit) => () => createOwner({ ...OWNER, email: `ada${visit}@example.org` }));
  const results = await raceOnTable('membership', visits);

  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
  }
  expect(await db().user.count()).toBe(1);
  expect(await db().membership.findMany()).toMatchObject([{ role: 'owner' }]);
  expect(await auditActions()).toEqual(['owner.created']);
});

test('the owner signs in and out, and a copy of the cookie is worth nothing afterwards', async () => {
  await createOwner(OWNER);
  const headers = cookieHeaders(await signIn(OWNER, new Headers()));
  expect(await findSessionActor(headers)).toMatchObject({ name: 'Ada', role: 'owner', via: 'session' });

  await signOut(headers);
  expect(await findSessionActor(headers)).toBeNull();
  expect(await auditActions()).toEqual(['owner.created', 'session.created', 'session.ended']);
});

test('each sign-in is a new session: nobody can plant one beforehand', async () => {
  await createOwner(OWNER);
  const planted = cookieHeaders(await signIn(OWNER, new Headers()));
  const own = cookieHeaders(await signIn(OWNER, planted));
  expect(own.get('cookie')).not.toBe(planted.get('cookie'));
});

test('the cookie is kept from scripts and from other sites', async () => {
  await createOwner(OWNER);
  const [cookie = ''] = await signIn(OWNER, new Headers());
  expect(cookie).toMatch(/; HttpOnly/i);
  expect(cookie).toMatch(/; SameSite=Lax/i);
  expect(cookie).not.toContain(OWNER.password);
});

test('a wrong password and an unknown email get the same answer', async () => {
  await createOwner(OWNER);
  const wrong = await signIn({ ...OWNER, password: 'another thing' }, new Headers()).catch((error) => error);
  const unknown = await signIn({ ...OWNER, email: 'eve@example.org' }, new Headers()).catch((error) => error);
  expect(wrong).toMatchObject({ code: 'unauthenticated' });
  expect(unknown).toMatchObject({ code: 'unauthenticated', message: wrong.message });
  expect(await db().session.count()).toBe(0);
  expect(await auditActions()).toEqual(['owner.created', 'session.refused']);
});

test('of many tries at once only the allowed number is looked at', async () => {
  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const tries = Array.from({ length: 40 }, () => countSignInAttempt(db(), OWNER.email, now));
  const results = await Promise.allSettled(tries);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(MAX_TRIES);
});

test('tries are forgotten after a minute, and by a right password', async () => {
  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  for (let tried = 0; tried < MAX_TRIES; tried++) await countSignInAttempt(db(), OWNER.email, now);
  await expect(countSignInAttempt(db(), OWNER.email, now)).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(countSignInAttempt(db(), 'eve@example.org', now)).resolves.toBeUndefined();
  await expect(countSignInAttempt(db(), OWNER.email, now + MINUTE_MS)).resolves.toBeUndefined();

  await forgetSignInAttempts(db(), OWNER.email, now);
  await expect(countSignInAttempt(db(), OWNER.email, now)).resolves.toBeUndefined();
});

test('signing up over HTTP is closed', async () => {
  const request = new Request('http://localhost:3000/api/auth/sign-up/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
    body: JSON.stringify({ ...OWNER, email: 'eve@example.org' }),
  });
  expect((await auth().handler(request)).ok).toBe(false);
  expect(await hasAnyUser()).toBe(false);
});
