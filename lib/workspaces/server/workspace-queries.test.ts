import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { raceOnTable } from '#lib/platform/db/test-race.ts';
import { ensureWorkspace, getOnlyWorkspace, getWorkspace } from './workspace-queries.ts';

provideTestDatabase(closePool);

test('before the first start is over there is no workspace, and the sentence says to wait', async () => {
  await expect(getOnlyWorkspace(db())).rejects.toMatchObject({ code: 'unavailable' });
  await expect(getWorkspace(db(), 'ws_other')).rejects.toMatchObject({ code: 'not_found' });
});

test('processes that start at once make one workspace, and later starts find it', async () => {
  const [first, ...others] = await raceOnTable('workspace', [ensureWorkspace, ensureWorkspace, ensureWorkspace]);
  expect(first).toMatchObject({ status: 'fulfilled', value: { name: 'Workspace' } });
  for (const other of others) expect(other).toEqual(first);
  expect(await db().workspace.count()).toBe(1);
  expect(await ensureWorkspace()).toEqual(await getOnlyWorkspace(db()));
});
