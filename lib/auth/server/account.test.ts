import { beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { changePassword, getAccount, renamePerson, signOutEverywhere } from './account.ts';
import { createOwner } from './create-owner.ts';
import { type Actor, findSessionActor } from './session.ts';
import { signIn } from './sign-in.ts';
import { MAX_TRIES } from './sign-in-limit.ts';

provideTestDatabase(closePool);

const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'copper violin tuesday' };
const NEW = 'granite harbor seventeen';

beforeEach(async () => {
  await db().workspace.deleteMany();
  await db().user.deleteMany();
  await db().rateLimit.deleteMany();
  await db().workspace.create({ data: { id: newId('ws'), name: 'Workspace' } });
  await createOwner(OWNER);
});

async function enter(password = OWNER.password): Promise<{ headers: Headers; actor: Actor }> {
  const lines = await signIn({ email: OWNER.email, password }, new Headers());
  const headers = new Headers({ cookie: lines.map((line) => line.split(';')[0]).join('; ') });
  const actor = await findSessionActor(headers);
  if (!actor) throw new Error('not signed in');
  return { headers, actor };
}

test('a new password takes the old one, ends the other sessions and keeps this one', async () => {
  const other = await enter();
  const { headers, actor } = await enter();
  expect(await getAccount(actor)).toEqual({ name: 'Ada', email: OWNER.email, sessions: 2 });
  await changePassword(actor, { currentPassword: OWNER.password, newPassword: NEW }, headers);
  expect(await findSessionActor(headers)).toMatchObject({ name: 'Ada' });
  expect(await findSessionActor(other.headers)).toBeNull();
  await expect(enter()).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(enter(NEW)).resolves.toBeDefined();
});

test('a wrong present password changes nothing, and guessing ends like at the sign-in', async () => {
  const { headers, actor } = await enter();
  const guess = () => changePassword(actor, { currentPassword: 'guess', newPassword: NEW }, headers);
  for (let tries = 0; tries < MAX_TRIES; tries++)
    await expect(guess()).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'currentPassword' }] });
  await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' });
  await db().rateLimit.deleteMany();
  await expect(enter()).resolves.toBeDefined();
});

test('signing out everywhere ends every session', async () => {
  const sessions = [await enter(), await enter()];
  await signOutEverywhere(sessions[0]?.actor ?? (await enter()).actor);
  for (const { headers } of sessions) expect(await findSessionActor(headers)).toBeNull();
});

test('another name is seen from the next page on; a token has no account', async () => {
  const { headers, actor } = await enter();
  await renamePerson(actor, 'Ada Lovelace');
  expect(await findSessionActor(headers)).toMatchObject({ name: 'Ada Lovelace' });
  await expect(getAccount({ ...actor, userId: null, via: 'token' })).rejects.toMatchObject({ code: 'unauthenticated' });
});
