import { beforeEach, expect, test } from 'vitest';
import { passwordProblem } from '#lib/auth/password.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { createOwner } from './create-owner.ts';
import { resetPassword } from './reset-password.ts';
import { signIn } from './sign-in.ts';
import { MAX_TRIES } from './sign-in-limit.ts';

provideTestDatabase(closePool);

const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'copper violin tuesday' };

beforeEach(async () => {
  await db().workspace.deleteMany();
  await db().user.deleteMany();
  await db().rateLimit.deleteMany();
  await db().workspace.create({ data: { id: newId('ws'), name: 'Workspace' } });
  await createOwner(OWNER);
});

const enter = (password: string) => signIn({ email: OWNER.email, password }, new Headers());

test('a new password takes the old one, ends every session, and is written down without its letters', async () => {
  await enter(OWNER.password);
  const { name, password } = await resetPassword(' Ada@Example.org ');
  expect(name).toBe('Ada');
  expect(passwordProblem(password, OWNER.email)).toBeNull();
  expect(await db().session.count()).toBe(0);
  await expect(enter(OWNER.password)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(enter(password)).resolves.toBeTruthy();
  const noted = await db().auditEvent.findFirstOrThrow({ where: { action: 'password.reset' } });
  expect(noted.actorName).toBe('The command line');
  expect(JSON.stringify(noted.detail)).not.toContain(password);
});

test('whoever guessed too often may sign in at once with the new one', async () => {
  for (let tries = 0; tries < MAX_TRIES; tries++) await enter('a guess of mine').catch(() => undefined);
  const { password } = await resetPassword(OWNER.email);
  await expect(enter(password)).resolves.toBeTruthy();
});

test('two passwords are never the same, and an unknown email changes nothing', async () => {
  const first = await resetPassword(OWNER.email);
  const second = await resetPassword(OWNER.email);
  expect(first.password).not.toBe(second.password);
  await expect(resetPassword('nobody@example.org')).rejects.toThrow('Nobody signs in here with the email nobody@');
  await expect(enter(second.password)).resolves.toBeTruthy();
});
