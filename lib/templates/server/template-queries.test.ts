import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import type { Question } from '#lib/templates/schema.ts';
import {
  addTemplateVersion,
  archiveTemplate,
  createTemplate,
  deleteTemplate,
  renameTemplate,
} from './change-template.ts';
import { findTemplateVersion, getTemplate, listTemplates, listTemplateVersions } from './template-queries.ts';

provideTestDatabase(closePool);

const COLUMNS = ['id', 'text', 'note'];

let actor: Actor;

beforeEach(async () => {
  actor = { workspaceId: newId('ws'), userId: null, name: 'Ada', role: 'owner', via: 'session' };
  await db().workspace.create({ data: { id: actor.workspaceId, name: 'Test' } });
});

function asking(user: string): Question {
  return { prompt: { user }, output: { kind: 'label', labels: ['b', 'a'] }, parameters: { temperature: 0 } };
}

async function create(user = 'About {{text}}'): Promise<string> {
  const saved = { name: 'Topics', question: asking(user), columns: COLUMNS };
  return (await db().$transaction((tx) => createTemplate(tx, actor, saved))).templateId;
}

async function addVersion(templateId: string, user: string) {
  return db().$transaction((tx) =>
    addTemplateVersion(tx, actor, { templateId, question: asking(user), columns: COLUMNS }),
  );
}

test('a template is kept as it was asked, with the columns it needs', async () => {
  const id = await create('About {{text}}, {{ note | upcase }}');
  const template = await getTemplate(db(), actor.workspaceId, id);
  expect(template).toMatchObject({ name: 'Topics', archivedAt: null, runCount: 0 });
  expect(template.latest).toMatchObject({ ...asking('About {{text}}, {{ note | upcase }}'), number: 1 });
  expect(template.latest.columns).toEqual(['text', 'note']);
});

test('a prompt that asks for a column it does not have is no template', async () => {
  await expect(create('About {{price}}')).rejects.toMatchObject({ code: 'invalid' });
  expect((await listTemplates(db(), actor.workspaceId, { isArchived: false, limit: 5 })).data).toEqual([]);
});

test('versions add up, two at once get two numbers, and none is ever changed', async () => {
  const id = await create();
  await Promise.all([addVersion(id, 'Second {{text}}'), addVersion(id, 'Third {{text}}')]);
  const versions = await listTemplateVersions(db(), actor.workspaceId, id);
  expect(versions.map((version) => version.number)).toEqual([3, 2, 1]);
  expect(versions.at(-1)?.prompt.user).toBe('About {{text}}');
  const newest = versions[0]?.prompt.user ?? '';
  await expect(addVersion(id, newest)).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    db().templateVersion.updateMany({ where: { templateId: id, number: 1 }, data: { columns: [] } }),
  ).rejects.toThrow(/never changed/);
});

test('the archive takes a template out of the list, and a new version brings it back', async () => {
  const id = await create();
  await archiveTemplate(db(), actor.workspaceId, id, true);
  expect((await listTemplates(db(), actor.workspaceId, { isArchived: false, limit: 5 })).data).toEqual([]);
  expect((await listTemplates(db(), actor.workspaceId, { isArchived: true, limit: 5 })).data).toHaveLength(1);
  await addVersion(id, 'Again {{text}}');
  expect((await listTemplates(db(), actor.workspaceId, { isArchived: false, limit: 5 })).data).toHaveLength(1);
});

test('lists page, newest first', async () => {
  const ids = [await create(), await create(), await create()];
  const first = await listTemplates(db(), actor.workspaceId, { isArchived: false, limit: 2 });
  expect(first.data.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  const rest = await listTemplates(db(), actor.workspaceId, {
    isArchived: false,
    limit: 2,
    after: first.nextAfter ?? '',
  });
  expect(rest).toMatchObject({ data: [{ id: ids[0] }], nextAfter: null });
  const gone = listTemplates(db(), actor.workspaceId, { isArchived: false, limit: 2, after: 'tpl_gone' });
  await expect(gone).rejects.toMatchObject({ code: 'invalid' });
});

test('another workspace sees, changes and deletes nothing', async () => {
  const id = await create();
  const { latest } = await getTemplate(db(), actor.workspaceId, id);
  const elsewhere = newId('ws');
  const nothing = { code: 'not_found' };
  await expect(getTemplate(db(), elsewhere, id)).rejects.toMatchObject(nothing);
  await expect(renameTemplate(db(), elsewhere, id, 'Mine')).rejects.toMatchObject(nothing);
  await expect(archiveTemplate(db(), elsewhere, id, true)).rejects.toMatchObject(nothing);
  await expect(deleteTemplate(db(), elsewhere, id)).rejects.toMatchObject(nothing);
  expect(await findTemplateVersion(db(), elsewhere, latest.id)).toBeNull();
  expect(await listTemplateVersions(db(), elsewhere, id)).toEqual([]);
  expect(await findTemplateVersion(db(), actor.workspaceId, latest.id)).toMatchObject({ name: 'Topics', number: 1 });
});

test('a template nobody used can be deleted, with its versions', async () => {
  const id = await create();
  await deleteTemplate(db(), actor.workspaceId, id);
  await expect(getTemplate(db(), actor.workspaceId, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await db().templateVersion.count({ where: { templateId: id } })).toBe(0);
});
