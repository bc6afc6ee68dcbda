import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { receiveDataset } from './receive-dataset.ts';
import { removeDataset } from './remove-dataset.ts';

const ACTOR: Actor = { workspaceId: 'ws_one', userId: null, name: 'Script', role: 'owner', via: 'token' };

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
});

function upload(query: string, body: BodyInit | null, headers: Record<string, string> = {}): Promise<unknown> {
  const url = `http://localhost/api/v1/datasets?${query}`;
  const request = new Request(url, { method: 'POST', body, headers: { 'content-type': 'text/csv', ...headers } });
  return receiveDataset(request, ACTOR);
}

test('how a body is read stands in the address', async () => {
  const query = new URLSearchParams({ name: ' tick\nets ', delimiter: 'tab', header: 'false', mode: 'lenient' });
  expect(await upload(query.toString(), 'a\tb\nc\n')).toMatchObject({
    name: 'tick ets',
    delimiter: '\t',
    hasHeader: false,
    rowCount: 2,
    notes: [{ count: 1, firstLine: 2 }],
  });
});

test('a charset in Content-Type chooses the encoding, one in the address wins over it', async () => {
  const body = Buffer.from('a\né\n');
  const headers = { 'content-type': 'text/csv; charset="ISO-8859-1"' };
  expect(await upload('', body, headers)).toMatchObject({ encoding: 'windows-1252', name: 'dataset' });
  expect(await upload('encoding=utf-8', body, headers)).toMatchObject({ encoding: 'utf-8' });
  await expect(upload('', body, { 'content-type': 'text/csv; charset=klingon' })).rejects.toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('"klingon" is not known'),
  });
});

test('a query that is wrong, a form, a packed body and no body are refused with what to do', async () => {
  await expect(upload('delimiter=x', 'a\n1\n')).rejects.toMatchObject({
    code: 'invalid',
    issues: [{ path: 'delimiter' }],
  });
  await expect(upload(`name=${'n'.repeat(201)}`, 'a\n1\n')).rejects.toMatchObject({ issues: [{ path: 'name' }] });
  const form = { 'content-type': 'multipart/form-data; boundary=x' };
  await expect(upload('', '--x--', form)).rejects.toMatchObject({ code: 'unsupported' });
  const json = { 'content-type': 'Application/JSON; charset=utf-8' };
  await expect(upload('', '[{"a":1,"b":2}]', json)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(upload('', 'a\n1\n', { 'content-encoding': 'gzip' })).rejects.toMatchObject({ code: 'unsupported' });
  await expect(upload('', null)).rejects.toThrow(/The file is empty/);
});

test('who added and who deleted a dataset is written down', async () => {
  await upload('name=audited', 'a\n1\n');
  const { id } = await db().dataset.findFirstOrThrow({ where: { name: 'audited' }, select: { id: true } });
  await removeDataset(ACTOR, id);
  await expect(removeDataset(ACTOR, id)).rejects.toMatchObject({ code: 'not_found' });
  const events = await db().auditEvent.findMany({ where: { subject: id }, orderBy: { id: 'asc' } });
  expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['dataset.created', 'Script'],
    ['dataset.deleted', 'Script'],
  ]);
});
