import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { findDatasetUse, listDatasetEntries } from './dataset-list.ts';
import { getDataset } from './dataset-queries.ts';
import { importDataset } from './import-dataset.ts';
import { renameDataset } from './rename-dataset.ts';
import { listExamples, listRowWindow } from './row-window.ts';

const ADA: Actor = { workspaceId: 'ws_one', userId: 'usr_ada', name: 'Ada', role: 'owner', via: 'session' };

provideTestDatabase(closePool);

beforeAll(async () => {
  for (const id of ['ws_one', 'ws_two']) await db().workspace.create({ data: { id, name: id } });
  await db().user.create({ data: { id: 'usr_ada', name: 'Ada', email: 'ada@example.org', emailVerified: true } });
});

async function add(name: string, text = 'a\n1\n', workspaceId = 'ws_one', createdById: string | null = null) {
  async function* file() {
    yield Buffer.from(text);
  }
  return (await importDataset(file(), { workspaceId, createdById, name })).id;
}

function list(search: string, page = 1, pageSize = 2) {
  return listDatasetEntries(db(), 'ws_one', { search, page, pageSize });
}

test('datasets come newest first in pages, and only those of the workspace', async () => {
  await add('Tickets', 'a,b\n1,2\n', 'ws_one', 'usr_ada');
  await add('100 % sure');
  await add('1000 sure');
  await add('Elsewhere', 'a\n1\n', 'ws_two');
  const first = await list('');
  expect(first.total).toBe(3);
  expect(first.entries.map((entry) => entry.name)).toEqual(['1000 sure', '100 % sure']);
  const { entries } = await list('', 2);
  expect(entries).toMatchObject([{ name: 'Tickets', columnCount: 2, rowCount: 1, createdByName: 'Ada', runCount: 0 }]);
  expect(first.entries[0]?.createdByName).toBeNull();
  expect(await list('', 3)).toEqual({ entries: [], total: 3 });
});

test('a search is for a part of the name in any case, taken as it is written', async () => {
  expect((await list('TICK')).entries.map((entry) => entry.name)).toEqual(['Tickets']);
  expect((await list('100 %')).entries.map((entry) => entry.name)).toEqual(['100 % sure']);
  expect((await list('_')).total).toBe(0);
  expect((await list('\\')).total).toBe(0);
});

test('a dataset says who added it; of an unknown or foreign one nothing is said', async () => {
  const own = await add('Mine', 'a\n1\n', 'ws_one', 'usr_ada');
  const foreign = await add('Theirs', 'a\n1\n', 'ws_two', 'usr_ada');
  expect(await findDatasetUse(db(), 'ws_one', own)).toEqual({ createdByName: 'Ada', runCount: 0 });
  expect(await findDatasetUse(db(), 'ws_one', foreign)).toEqual({ createdByName: null, runCount: 0 });
});

test('a new name is written down with who gave it, and nobody renames what is not theirs', async () => {
  const id = await add('Old name');
  await renameDataset(ADA, id, 'New name');
  expect((await getDataset(db(), 'ws_one', id)).name).toBe('New name');
  const [event] = await db().auditEvent.findMany({ where: { subject: id, action: 'dataset.renamed' } });
  expect(event).toMatchObject({ actorId: 'usr_ada', detail: { name: 'New name' } });
  const foreign = await add('Theirs too', 'a\n1\n', 'ws_two');
  await expect(renameDataset(ADA, foreign, 'Mine now')).rejects.toMatchObject({ code: 'not_found' });
});

test('a window holds its rows and columns, long cells cut, and their lengths', async () => {
  const id = await add('Window', 'a,b,c\n1,"é😀x",\n2,long cell,z\n3,,last\n');
  const window = { fromRow: 0, rowLimit: 2, fromColumn: 1, columnLimit: 2, cellChars: 3 };
  expect(await listRowWindow(db(), 'ws_one', id, window)).toEqual([
    { rowIndex: 0, cells: ['é😀x', ''] },
    { rowIndex: 1, cells: [{ text: 'lon', length: 9 }, 'z'] },
  ]);
  const end = { fromRow: 2, rowLimit: 50, fromColumn: 2, columnLimit: 40, cellChars: 100 };
  expect(await listRowWindow(db(), 'ws_one', id, end)).toEqual([{ rowIndex: 2, cells: ['last'] }]);
  await expect(listRowWindow(db(), 'ws_two', id, end)).rejects.toMatchObject({ code: 'not_found' });
});

test('examples are a few different values, empty ones left out, long ones cut', async () => {
  const rows = ['x,,1', `x,${'v'.repeat(48)},2`, `y,"two\nlines",3`, `z,${'w'.repeat(49)},4`];
  const id = await add('Examples', `a,b,c\n${rows.join('\n')}\n`);
  expect(await listExamples(db(), 'ws_one', id, { fromColumn: 0, columnLimit: 3 })).toEqual([
    ['x', 'y', 'z'],
    ['v'.repeat(48), 'two lines', `${'w'.repeat(40)}…`],
    ['1', '2', '3'],
  ]);
});
