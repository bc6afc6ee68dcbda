import { expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { createOwner } from './create-owner.ts';
import { findSessionActor } from './session.ts';
import { signIn } from './sign-in.ts';

const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'copper violin tuesday' };

provideTestDatabase();

test('while the database is away a session is neither good nor bad: the person is told to wait, not to sign in', async () => {
  await db().workspace.create({ data: { id: newId('ws'), name: 'Workspace' } });
  await createOwner(OWNER);
  const cookie = (await signIn(OWNER, new Headers())).map((line) => line.split(';')[0]).join('; ');
  await expect(findSessionActor(new Headers({ cookie }))).resolves.toMatchObject({ name: 'Ada' });

  // The client keeps its pool, and a pool that is closed answers nothing: as with a database that is gone.
  await closePool();
  await expect(findSessionActor(new Headers({ cookie }))).rejects.toMatchObject({ code: 'unavailable' });
});
