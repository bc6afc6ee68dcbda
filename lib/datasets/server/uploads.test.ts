import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import type { ImportLine, UploadChoices } from '#lib/datasets/upload.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { cancelUpload } from './cancel-upload.ts';
import { getDataset } from './dataset-queries.ts';
import { importUpload } from './import-upload.ts';
import { listRows } from './row-store.ts';
import { appendChunk, createUpload, forgetOldUploads, getUpload } from './upload-store.ts';

const ADA: Actor = { workspaceId: 'ws_one', userId: 'usr_ada', name: 'Ada', role: 'owner', via: 'session' };
const BEN: Actor = { ...ADA, userId: 'usr_ben', name: 'Ben' };
const STRICT: UploadChoices = { name: 'tickets', header: true, mode: 'strict' };

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
});

/** Sends a file in pieces of so many bytes. */
async function send(text: string, pieceBytes = 7): Promise<string> {
  const bytes = Buffer.from(text);
  const { id } = await createUpload(ADA, bytes.length);
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    await appendChunk(ADA, id, from, bytes.subarray(from, from + pieceBytes));
  }
  return id;
}

async function importAll(uploadId: string, choices = STRICT, signal = new AbortController().signal) {
  const lines: ImportLine[] = [];
  for await (const line of importUpload(ADA, uploadId, choices, signal)) lines.push(line);
  const last = lines.at(-1);
  if (!last) throw new Error('An import says at least how it ended.');
  return last;
}

async function countLeft() {
  return [await db().uploadChunk.count(), await db().dataset.count(), await db().datasetRow.count()];
}

test('a file that came in pieces is stored whole, and its pieces are gone', async () => {
  const uploadId = await send('text,n\n"é, 日本",1\nlast,2\n');
  const line = await importAll(uploadId);
  expect(line).toMatchObject({ kind: 'stored' });
  const datasetId = line.kind === 'stored' ? line.datasetId : '';
  expect(await getDataset(db(), 'ws_one', datasetId)).toMatchObject({ name: 'tickets', rowCount: 2 });
  const { data } = await listRows(db(), 'ws_one', datasetId, { limit: 10 });
  expect(data.map((row) => row.values)).toEqual([
    ['é, 日本', '1'],
    ['last', '2'],
  ]);
  expect(await db().uploadChunk.count({ where: { uploadId } })).toBe(0);
  // Asked again, because the answer was lost: the same dataset, not a second one.
  expect(await importAll(uploadId)).toEqual({ kind: 'stored', datasetId });
  await cancelUpload(ADA, uploadId);
  expect(await countLeft()).toEqual([0, 0, 0]);
});

test('a piece that is sent twice or too early changes nothing, and the answer says where to go on', async () => {
  const { id } = await createUpload(ADA, 8);
  const piece = Buffer.from('a\n1\n');
  expect(await appendChunk(ADA, id, 0, piece)).toMatchObject({ receivedBytes: 4 });
  expect(await appendChunk(ADA, id, 0, piece)).toMatchObject({ receivedBytes: 4 });
  expect(await appendChunk(ADA, id, 6, Buffer.from('3\n'))).toMatchObject({ receivedBytes: 4 });
  expect(await appendChunk(ADA, id, 4, Buffer.alloc(0))).toMatchObject({ receivedBytes: 4 });
  await expect(appendChunk(ADA, id, 4, Buffer.from('2\n3\n4'))).rejects.toMatchObject({ code: 'invalid' });
  await expect(importAll(id)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('4 of 8') });
  expect(await appendChunk(ADA, id, 4, Buffer.from('2\n3\n'))).toMatchObject({ receivedBytes: 8 });
  await cancelUpload(ADA, id);
});

test('the same piece sent many times at once is kept once', async () => {
  const { id } = await createUpload(ADA, 4);
  const answers = await Promise.all(Array.from({ length: 8 }, () => appendChunk(ADA, id, 0, Buffer.from('a\n1\n'))));
  expect(answers.map((upload) => upload.receivedBytes)).toEqual(Array.from({ length: 8 }, () => 4));
  expect(await db().uploadChunk.count({ where: { uploadId: id } })).toBe(1);
  await cancelUpload(ADA, id);
});

test('an upload is nobody else’s, and a canceled one is nobody’s', async () => {
  const uploadId = await send('a\n1\n');
  const notFound = { code: 'not_found' };
  await expect(getUpload(BEN, uploadId)).rejects.toMatchObject(notFound);
  await expect(appendChunk(BEN, uploadId, 4, Buffer.from('x'))).rejects.toMatchObject(notFound);
  await expect(getUpload({ ...ADA, workspaceId: 'ws_two' }, uploadId)).rejects.toMatchObject(notFound);
  await cancelUpload(BEN, uploadId);
  expect(await getUpload(ADA, uploadId)).toMatchObject({ receivedBytes: 4, datasetId: null });
  await cancelUpload(ADA, uploadId);
  await expect(getUpload(ADA, uploadId)).rejects.toMatchObject(notFound);
  expect(await countLeft()).toEqual([0, 0, 0]);
});

test('a bad file is refused with what importing it anyway would change; then that is done without sending it again', async () => {
  const uploadId = await send('a,b\n1,2\n3\n4,5,6\n');
  expect(await importAll(uploadId)).toEqual({
    kind: 'refused',
    code: 'invalid',
    message: expect.stringContaining('Line 3 (row 2)'),
    issues: [expect.objectContaining({ line: 3, text: '3' }), expect.objectContaining({ line: 4, text: '4,5,6' })],
    changes: [
      expect.objectContaining({ message: 'Short rows are filled up with empty cells.', count: 1, firstLine: 3 }),
      expect.objectContaining({ message: expect.stringContaining('joined into it'), count: 1, firstLine: 4 }),
    ],
  });
  expect(await db().dataset.count()).toBe(0);
  const line = await importAll(uploadId, { ...STRICT, mode: 'lenient' });
  const datasetId = line.kind === 'stored' ? line.datasetId : '';
  expect((await getDataset(db(), 'ws_one', datasetId)).notes.map((note) => note.count)).toEqual([1, 1]);
  await cancelUpload(ADA, uploadId);
});

test('two imports of one upload at once make one dataset', async () => {
  const uploadId = await send('a\n1\n2\n');
  const lines = await Promise.all([importAll(uploadId), importAll(uploadId), importAll(uploadId)]);
  expect(new Set(lines.map((line) => JSON.stringify(line)))).toHaveProperty('size', 1);
  expect(lines[0]).toMatchObject({ kind: 'stored' });
  expect(await db().dataset.count()).toBe(1);
  await cancelUpload(ADA, uploadId);
  expect(await countLeft()).toEqual([0, 0, 0]);
});

test('an upload that is canceled while it is imported leaves nothing', async () => {
  const uploadId = await send(`a\n${'some text\n'.repeat(300_000)}`, 1_000_000);
  const work = importAll(uploadId);
  await cancelUpload(ADA, uploadId);
  await work.catch(() => undefined);
  expect(await countLeft()).toEqual([0, 0, 0]);
});

test('a client that leaves ends the import, and the pieces wait for the next try', async () => {
  const uploadId = await send(`a\n${'some text\n'.repeat(300_000)}`, 1_000_000);
  const lines = importUpload(ADA, uploadId, STRICT, AbortSignal.abort());
  expect((await lines.next()).value).toMatchObject({ kind: 'refused' });
  expect(await db().dataset.count()).toBe(0);
  expect(await importAll(uploadId)).toMatchObject({ kind: 'stored' });
  await cancelUpload(ADA, uploadId);
});

test('what nobody added to for a day is forgotten, what was added to today is not', async () => {
  const [old, fresh] = [await send('a\n1\n'), await send('a\n2\n')];
  await pool().query(`update upload set "updatedAt" = now() - interval '25 hours' where "id" = $1`, [old]);
  expect(await forgetOldUploads()).toBe(1);
  await expect(getUpload(ADA, old)).rejects.toMatchObject({ code: 'not_found' });
  expect(await getUpload(ADA, fresh)).toMatchObject({ receivedBytes: 4 });
  await cancelUpload(ADA, fresh);
  expect(await countLeft()).toEqual([0, 0, 0]);
});
