import { beforeAll, expect, test } from 'vitest';
import type { MemberRole } from '#lib/auth/roles.ts';
import { createToken } from '#lib/auth/server/token-queries.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue, openQueue } from '#lib/platform/queue/queue.ts';
import { Run } from '#lib/runs/schema.ts';
import { type ApprovalWorld, createApprovalWorld } from '#lib/runs/server/test-approvals.ts';
import { POST as approve } from './[runId]/approve/route.ts';
import { POST as decline } from './[runId]/decline/route.ts';
import { POST as launch } from './[runId]/launch/route.ts';
import { POST as createRun } from './route.ts';

provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

let world: ApprovalWorld;
const tokens: Partial<Record<MemberRole | 'stranger', string>> = {};

beforeAll(async () => {
  await openQueue({ supervise: false });
  world = await createApprovalWorld(1n);
  for (const role of ['owner', 'lead', 'member', 'viewer'] as const)
    tokens[role] = (await createToken(db(), world.ola, { name: `the ${role}`, role })).token;
  const elsewhere = await createApprovalWorld(1n);
  tokens.stranger = (await createToken(db(), elsewhere.ola, { name: 'stranger', role: 'lead' })).token;
});

type Handler = (request: Request, context: { params: Promise<{ runId: string }> }) => Promise<Response>;

function call(handler: Handler, who: keyof typeof tokens, runId: string, body?: unknown): Promise<Response> {
  const request = new Request('http://localhost/api/v1/runs', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens[who]}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve({ runId }) });
}

async function make(who: keyof typeof tokens, change: object = {}, key?: string): Promise<Run> {
  const request = new Request('http://localhost/api/v1/runs', {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' },
      ...(key && { 'idempotency-key': key }),
    },
    body: JSON.stringify({ ...world.input(), launch: true, ...change }),
  });
  const made = await createRun(request, { params: Promise.resolve({}) });
  expect(made.status).toBe(201);
  return Run.parse(await made.json());
}

const statusOf = async (response: Promise<Response>) => (await response).status;

test('a member’s launch makes a draft that is asked for, once for one key; a lead’s launches', async () => {
  const run = await make('member', {}, 'nightly');
  expect(run).toMatchObject({ status: 'draft', approval: { status: 'requested', requestedBy: 'the member' } });
  expect(await make('member', {}, 'nightly')).toEqual(run);
  expect(await db().runApproval.count({ where: { runId: run.id } })).toBe(1);
  expect(await make('lead')).toMatchObject({ status: 'queued', approval: null });
  expect(await make('member', { connection: 'sandbox' })).toMatchObject({ status: 'queued', approval: null });
});

test('launching a draft over the limit is refused in words, and asked for', async () => {
  const { id } = await make('member', { launch: false });
  const refused = await call(launch, 'member', id);
  expect([refused.status, refused.headers.get('content-type')]).toEqual([409, 'application/problem+json']);
  expect(await refused.json()).toMatchObject({
    detail:
      'This run may cost over $0.000000000001, so it needs a lead’s approval. It is asked for: the run starts when a lead or owner approves it.',
  });
  expect(await statusOf(call(launch, 'member', id))).toBe(409);
  expect(await db().runApproval.count({ where: { runId: id } })).toBe(1);
  expect(Run.parse(await (await call(launch, 'lead', id)).json())).toMatchObject({
    ...{ status: 'queued', approval: { status: 'approved', decidedBy: 'the lead' } },
  });
});

test('only a lead or owner of the workspace decides', async () => {
  const { id } = await make('member');
  for (const who of ['member', 'viewer'] as const) {
    expect(await statusOf(call(approve, who, id))).toBe(403);
    expect(await statusOf(call(decline, who, id, { note: 'No' }))).toBe(403);
  }
  expect(await statusOf(call(approve, 'stranger', id))).toBe(404);
  expect(await statusOf(call(decline, 'stranger', id, { note: 'No' }))).toBe(404);
  expect(await db().run.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'draft' });
  const approved = await call(approve, 'owner', id);
  expect(Run.parse(await approved.json())).toMatchObject({ status: 'queued', approval: { decidedBy: 'the owner' } });
  const again = await call(approve, 'lead', id);
  expect([again.status, await again.json()]).toMatchObject([409, { detail: 'the owner approved this run already.' }]);
});

test('a request that was looked at is approved, not one made since', async () => {
  const { id, approval } = await make('member');
  expect(await statusOf(call(approve, 'lead', id, { approvalId: 'apr_other' }))).toBe(409);
  expect(await statusOf(call(approve, 'lead', id, { approvalId: approval?.id }))).toBe(200);
});

test('a no needs a reason, which the run then says', async () => {
  const { id } = await make('member');
  for (const body of [{}, { note: '  ' }, { note: 'x'.repeat(1_001) }, { note: 'a\0b' }])
    expect(await statusOf(call(decline, 'lead', id, body))).toBe(422);
  const declined = await call(decline, 'lead', id, { note: 'Try 100 rows first.' });
  expect(Run.parse(await declined.json())).toMatchObject({
    ...{ status: 'draft', approval: { status: 'declined', decidedBy: 'the lead', note: 'Try 100 rows first.' } },
  });
  expect(await statusOf(call(decline, 'lead', id, { note: 'No' }))).toBe(409);
  expect(await statusOf(call(approve, 'lead', id))).toBe(409);
});

test('a run that nobody asked for is not approved', async () => {
  const { id } = await make('member', { launch: false });
  const refused = await call(approve, 'lead', id);
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { detail: 'Nobody asked for approval of this run.' },
  ]);
});
