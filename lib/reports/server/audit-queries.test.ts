import { beforeAll, expect, test } from 'vitest';
import { recordAudit } from '#lib/auth/server/audit.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { AuditQuery } from '#lib/reports/audit.ts';
import { listAuditEntries, listAuditPeople } from './audit-queries.ts';

provideTestDatabase(closePool);

const [workspaceId, otherId] = [newId('ws'), newId('ws')];
const ADA = { workspaceId, userId: 'usr_ada', name: 'Ada' };

beforeAll(async () => {
  for (const id of [workspaceId, otherId]) await db().workspace.create({ data: { id, name: id } });
  await db().template.create({ data: { id: 'tpl_one', workspaceId, name: 'Topics' } });
  await recordAudit(db(), ADA, 'session.created', ADA.userId);
  await recordAudit(db(), ADA, 'template.created', 'tpl_one', { name: 'Old name' });
  await recordAudit(db(), { ...ADA, name: 'Script', userId: null }, 'token.revoked', 'tok_gone', { name: 'nightly' });
  await recordAudit(db(), ADA, 'template.changed', 'tpl_one', { version: 2, none: null });
  await recordAudit(db(), { ...ADA, workspaceId: otherId, name: 'Eve' }, 'template.deleted', 'tpl_one');
});

async function list(query: Partial<AuditQuery> = {}, limit = 10) {
  return listAuditEntries(db(), workspaceId, { ...AuditQuery.parse(query), limit });
}

test('the newest stands first, with the name a thing has now, or had', async () => {
  const { data, nextAfter } = await list();
  expect(nextAfter).toBeNull();
  expect(data.map(({ person, action, subject }) => [person, action, subject?.name, subject?.href])).toEqual([
    ['Ada', 'template.changed', 'Topics', '/templates/tpl_one'],
    ['Script', 'token.revoked', 'nightly', null],
    ['Ada', 'template.created', 'Topics', '/templates/tpl_one'],
    ['Ada', 'session.created', undefined, undefined],
  ]);
  expect(data[0]?.details).toEqual([{ name: 'version', value: '2' }]);
});

test('it is filtered by person and action, and paged', async () => {
  expect((await list({ person: 'Script' })).data).toHaveLength(1);
  expect((await list({ person: 'Ada', action: 'template.changed' })).data).toHaveLength(1);
  expect((await list({ person: 'Eve' })).data).toEqual([]);
  const first = await list({}, 3);
  expect(first.data).toHaveLength(3);
  const rest = await list({ after: first.nextAfter ?? '' }, 3);
  expect(rest.data.map(({ action }) => action)).toEqual(['session.created']);
});

test('an address that was written by hand asks for everything instead of failing', async () => {
  expect(AuditQuery.parse({ after: "1' or 1=1", person: ['a'], action: undefined })).toEqual({
    person: '',
    action: '',
  });
});

test('only the people of this workspace are named', async () => {
  expect(await listAuditPeople(db(), workspaceId)).toEqual(['Ada', 'Script']);
});
