import { expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import type { RunStatus } from '#lib/platform/db/generated/enums.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { ensureBuiltInConnections } from '#lib/providers/server/built-in-connections.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { hasOwnRun } from './home-runs.ts';

provideTestDatabase(closePool);

test('a person has a run of their own once they launched one: not the sample, nor a draft, nor somebody else’s', async () => {
  const { id: workspaceId } = await ensureWorkspace();
  await ensureBuiltInConnections(db(), workspaceId);
  const { id: connectionId } = await db().connection.findFirstOrThrow({ where: { key: 'sandbox' } });
  const datasetId = newId('ds');
  await db().dataset.create({
    data: {
      ...{ id: datasetId, workspaceId, name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [], rowCount: 1, sizeBytes: 1, sha256: '' },
    },
  });
  const [ada, ben] = ['usr_ada', 'usr_ben'];
  for (const id of [ada, ben]) await db().user.create({ data: { id, name: id, email: `${id}@example.org` } });
  const makeRun = (createdById: string | null, status: RunStatus) =>
    db().run.create({
      data: {
        ...{ id: newId('run'), workspaceId, datasetId, connectionId, createdById, name: 'r', model: 'm', status },
        ...(status !== 'draft' && { launchedAt: new Date() }),
        ...{ prompt: {}, output: { kind: 'text' }, parameters: {}, outputColumns: [] },
        ...{ maxAttempts: 1, maxRequests: 1, rowCount: 1 },
      },
    });
  await makeRun(null, 'running');
  await makeRun(ben, 'running');
  await makeRun(ada, 'draft');
  expect(await hasOwnRun(db(), { workspaceId, userId: ada })).toBe(false);
  await makeRun(ada, 'queued');
  expect(await hasOwnRun(db(), { workspaceId, userId: ada })).toBe(true);
  expect(await hasOwnRun(db(), { workspaceId: 'ws_other', userId: ada })).toBe(false);
});
