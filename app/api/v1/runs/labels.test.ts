import { beforeAll, expect, test, vi } from 'vitest';
import { tokenSha256 } from '#lib/auth/server/bearer.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { createTestRun } from '#lib/results/server/test-run.ts';
import { listRunLabels } from '#lib/runs/server/label-queries.ts';
import { readRunInput } from '#lib/runs/server/run-input.ts';
import { listRuns as listRunPage } from '#lib/runs/server/run-list.ts';
import { startDraft } from '#lib/runs/server/start-draft.ts';
import { PATCH } from './[runId]/route.ts';
import { POST as createRun, GET as listRuns } from './route.ts';

provideTestDatabase(closePool);

const ROLES = ['owner', 'member', 'viewer'] as const;
let place: { workspaceId: string; runId: string; datasetId: string };

beforeAll(async () => {
  vi.stubEnv('ROWMILL_API_TOKEN', 'a-token-that-nobody-uses-here');
  const { workspaceId, runId, ...rest } = await createTestRun({ columnNames: ['text'], rows: [['a'], ['b']] });
  const { datasetId } = await db().run.findUniqueOrThrow({ where: { id: runId }, select: { datasetId: true } });
  place = { ...rest, workspaceId, runId, datasetId };
  await db().apiToken.createMany({
    data: ROLES.map((role) => ({
      ...{ id: newId('tok'), workspaceId, name: role, role, sha256: tokenSha256(`token-of-${role}`), hint: '…' },
    })),
  });
});

type Call = { method: string; token?: string; body?: unknown; query?: string };

function requestOf({ method, token = 'token-of-member', body, query = '' }: Call): Request {
  return new Request(`http://localhost/api/v1/runs?${query}`, {
    ...{ method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function change(labels: unknown, { runId = place.runId, token = 'token-of-member' } = {}): Promise<Response> {
  return PATCH(requestOf({ method: 'PATCH', token, body: { labels } }), { params: Promise.resolve({ runId }) });
}

async function make(body: object): Promise<Response> {
  const whole = {
    datasetId: place.datasetId,
    model: 'gpt-4o-mini',
    connection: 'sandbox',
    output: { kind: 'text' },
    ...body,
  };
  const request = requestOf({ method: 'POST', body: { prompt: { user: 'Say {{text}}' }, ...whole } });
  return createRun(request, { params: Promise.resolve({}) });
}

test('labels are changed at any time, kept in their order and case, and every change is in the log', async () => {
  const answer = await change(['Q4 Labels', ' pilot ']);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ id: place.runId, labels: ['Q4 Labels', 'pilot'] });
  await change(['Q4 Labels', 'pilot']);
  expect(await (await change([])).json()).toMatchObject({ labels: [] });
  const events = await db().runEvent.findMany({
    where: { runId: place.runId, kind: 'person' },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ message }) => message)).toEqual([
    'member filed this run under “Q4 Labels”, “pilot”.',
    'member took the labels of this run away.',
  ]);
  const audited = await db().auditEvent.findMany({ where: { action: 'run.labeled' }, orderBy: { id: 'asc' } });
  expect(audited.map(({ subject, detail }) => [subject, detail])).toMatchObject([
    [place.runId, { labels: 'Q4 Labels, pilot' }],
    [place.runId, { before: 'Q4 Labels, pilot', labels: '' }],
  ]);
});

test.each([
  [Array.from({ length: 11 }, (_, n) => `label ${n}`), 'labels'],
  [['x'.repeat(41)], 'labels.0'],
  [['ok', 'OK'], 'labels.1'],
  [['ok', ' '], 'labels.1'],
  [['two\nlines'], 'labels.0'],
  ['ok', 'labels'],
])('labels %j are refused, and nothing is changed', async (labels, path) => {
  await change(['kept']);
  const answer = await change(labels);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ errors: [{ path, message: expect.any(String) }] });
  expect((await db().run.findUniqueOrThrow({ where: { id: place.runId } })).labels).toEqual(['kept']);
  expect((await make({ labels })).status).toBe(422);
});

test('who may only look changes none, and the run of another workspace is unknown', async () => {
  expect((await change(['x'], { token: 'token-of-viewer' })).status).toBe(403);
  const foreign = await createTestRun({ columnNames: ['text'], rows: [['theirs']] });
  expect((await change(['x'], { runId: foreign.runId })).status).toBe(404);
  expect((await change(['x'], { runId: 'run_nope' })).status).toBe(404);
});

test('a run is made with labels, keeps them when it is made again, and is found by them in any spelling', async () => {
  const made = await (await make({ labels: ['Étude', 'q4 labels'] })).json();
  expect(made).toMatchObject({ labels: ['Étude', 'q4 labels'] });
  await change(['Q4 Labels']);
  expect(await readRunInput(db(), place.workspaceId, made.id)).toMatchObject({ labels: ['Étude', 'q4 labels'] });
  const actor = {
    workspaceId: place.workspaceId,
    userId: null,
    name: 'x',
    role: 'owner' as const,
    via: 'token' as const,
  };
  const { draftId } = await startDraft(actor, { from: made.id });
  const draft = await db().runDraft.findUniqueOrThrow({ where: { id: draftId } });
  expect(draft.form).toMatchObject({ runLabels: ['Étude', 'q4 labels'] });
  const found = async (label: string) => {
    const query = new URLSearchParams({ label }).toString();
    const page = await (await listRuns(requestOf({ method: 'GET', query }), { params: Promise.resolve({}) })).json();
    const list = await listRunPage(db(), place.workspaceId, { group: null, name: '', label, page: 1, pageSize: 25 });
    expect(list.runs.map(({ id }) => id)).toEqual(page.data.map(({ id }: { id: string }) => id));
    return page.data.map(({ id }: { id: string }) => id);
  };
  expect(await found('Q4 LABELS')).toEqual([made.id, place.runId]);
  expect(await found('e\u0301tude')).toEqual([made.id]);
  expect(await found('q4')).toEqual([]);
  const plain = await (await make({})).json();
  expect(await found('')).toEqual([plain.id]);
});

test('labels are offered as they were spelled last, those used last first', async () => {
  expect(await listRunLabels(db(), place.workspaceId)).toEqual(['q4 labels', 'Étude']);
  expect(await listRunLabels(db(), 'ws_nobody')).toEqual([]);
});
