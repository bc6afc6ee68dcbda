import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { ensureWorkspace, getOnlyWorkspace, getWorkspace } from './workspace-queries.ts';

provideTestDatabase(closePool);

test('before the first start is over there is no workspace, and the sentence says to wait', async () => {
  await expect(getOnlyWorkspace(db())).rejects.toMatchObject({ code: 'unavailable' });
  await expect(getWorkspace(db(), 'ws_other')).rejects.toMatchObject({ code: 'not_found' });
});

test('processes that start at once make one workspace, and later starts find it', async () => {
  const made = await Promise.all([1, 2, 3, 4, 5].map(() => ensureWorkspace()));
  expect(new Set(made.map((workspace) => workspace.id)).size).toBe(1);
  expect(await db().workspace.count()).toBe(1);
  expect(await ensureWorkspace()).toEqual(made[0]);
  expect(await getOnlyWorkspace(db())).toEqual(made[0]);
});
