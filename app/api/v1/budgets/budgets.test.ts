import { beforeAll, expect, test, vi } from 'vitest';
import { tokenSha256 } from '#lib/auth/server/bearer.ts';
import { Budget } from '#lib/budgets/schema.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { createTestPlace, type TestPlace } from '#lib/reports/server/test-charges.ts';
import { DELETE, PATCH } from './[budgetId]/route.ts';
import { GET, POST } from './route.ts';

provideTestDatabase(closePool);

const ROLES = ['lead', 'member', 'viewer'] as const;
let place: TestPlace;
let stranger: TestPlace;

beforeAll(async () => {
  vi.stubEnv('ROWMILL_API_TOKEN', 'a-token-that-nobody-uses-here');
  [place, stranger] = [await createTestPlace(), await createTestPlace()];
  const tokens = ROLES.map((role) => ({ role, workspaceId: place.workspaceId, token: `token-of-${role}` }));
  for (const { token, ...rest } of [
    ...tokens,
    { role: 'lead' as const, workspaceId: stranger.workspaceId, token: 'stranger' },
  ])
    await db().apiToken.create({
      data: { id: newId('tok'), name: token, sha256: tokenSha256(token), hint: '…', ...rest },
    });
  const { workspaceId, people } = place;
  await db().membership.create({ data: { workspaceId, userId: people[0] ?? '', role: 'member' } });
});

type Call = { method?: string; token?: string; body?: unknown; query?: string };

function request({ method = 'GET', token = 'token-of-lead', body, query = '' }: Call): Request {
  return new Request(`http://localhost/api/v1/budgets?${query}`, {
    ...{ method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const list = (call: Call = {}) => GET(request(call), { params: Promise.resolve({}) });
const make = (body: unknown, token?: string) =>
  POST(request({ method: 'POST', body, ...(token !== undefined && { token }) }), { params: Promise.resolve({}) });
const on = (handler: typeof PATCH, method: string, budgetId: string, call: Call = {}) =>
  handler(request({ method, ...call }), { params: Promise.resolve({ budgetId }) });

const WHOLE = { name: ' Q4 ', scope: { kind: 'workspace' }, amountUsd: '100.00' };

test('a budget is made, listed, changed and deleted, and every step is in the audit log', async () => {
  const made = await make({ ...WHOLE, thresholds: [100, 50], pausesLaunches: true });
  expect(made.status).toBe(201);
  const budget = Budget.parse(await made.json());
  expect(budget).toMatchObject({
    ...{ name: 'Q4', scope: { kind: 'workspace' }, amountUsd: '100.000000', thresholds: [50, 100] },
    ...{ pausesLaunches: true, spentUsd: '0.000000', leftUsd: '100.000000', usedPercent: 0 },
  });
  expect((await (await list()).json()).data).toEqual([budget]);
  const changed = await on(PATCH, 'PATCH', budget.id, { body: { amountUsd: '150', thresholds: [] } });
  expect(await changed.json()).toMatchObject({ id: budget.id, name: 'Q4', amountUsd: '150.000000', thresholds: [] });
  expect((await on(PATCH, 'PATCH', budget.id, { body: {} })).status).toBe(200);
  expect((await on(DELETE, 'DELETE', budget.id)).status).toBe(204);
  expect((await (await list()).json()).data).toEqual([]);
  expect((await on(DELETE, 'DELETE', budget.id)).status).toBe(404);
  const log = await db().auditEvent.findMany({ where: { subject: budget.id }, orderBy: { id: 'asc' } });
  expect(log.map(({ action, detail }) => [action, detail])).toMatchObject([
    ['budget.created', { name: 'Q4', of: 'workspace' }],
    [
      'budget.changed',
      { before: expect.stringContaining('$100.000000'), after: expect.stringContaining('$150.000000') },
    ],
    ['budget.deleted', { name: 'Q4' }],
  ]);
});

test.each([
  [{ ...WHOLE, name: ' ' }, 'name'],
  [{ ...WHOLE, amountUsd: '0' }, 'amountUsd'],
  [{ ...WHOLE, amountUsd: 100 }, 'amountUsd'],
  [{ ...WHOLE, amountUsd: '1000000.01' }, 'amountUsd'],
  [{ ...WHOLE, thresholds: [0] }, 'thresholds'],
  [{ ...WHOLE, thresholds: [50, 50] }, 'thresholds'],
  [{ ...WHOLE, scope: { kind: 'member', member: 'usr_nobody' } }, 'scope.member'],
  [{ ...WHOLE, scope: { kind: 'label', label: 'x'.repeat(41) } }, 'scope.label'],
  [{ ...WHOLE, scope: { kind: 'team' } }, 'scope.kind'],
])('%j is refused at its field, and nothing is stored', async (body, path) => {
  const before = await db().budget.count();
  const answer = await make(body);
  expect(answer.status).toBe(422);
  expect((await answer.json()).errors[0]).toMatchObject({ path, message: expect.any(String) });
  expect(await db().budget.count()).toBe(before);
});

test('leads change budgets, members see theirs, viewers none, and another workspace knows nothing of them', async () => {
  const { id } = Budget.parse(await (await make(WHOLE)).json());
  for (const token of ['token-of-member', 'token-of-viewer']) {
    expect((await make(WHOLE, token)).status).toBe(403);
    expect((await on(PATCH, 'PATCH', id, { token, body: {} })).status).toBe(403);
    expect((await on(DELETE, 'DELETE', id, { token })).status).toBe(403);
  }
  expect((await (await list({ token: 'token-of-member' })).json()).data).toEqual([]);
  expect((await list({ token: 'token-of-viewer' })).status).toBe(403);
  expect((await (await list({ token: 'stranger' })).json()).data).toEqual([]);
  for (const budgetId of [id, 'bud_nope']) {
    expect((await on(PATCH, 'PATCH', budgetId, { token: 'stranger', body: {} })).status).toBe(404);
    expect((await on(DELETE, 'DELETE', budgetId, { token: 'stranger' })).status).toBe(404);
  }
  expect((await on(DELETE, 'DELETE', id)).status).toBe(204);
});

test('a month may be named, and there are at most fifty budgets', async () => {
  const person = { kind: 'member', member: place.people[0] };
  expect((await make({ ...WHOLE, scope: person })).status).toBe(201);
  const [past] = (await (await list({ query: 'month=2026-01' })).json()).data;
  expect(past).toMatchObject({ month: '2026-01', scope: { ...person, isHere: true }, underWayRuns: 0 });
  expect((await list({ query: 'month=2026-13' })).status).toBe(422);
  const { workspaceId } = place;
  await db().budget.createMany({
    data: Array.from({ length: 48 }, (_, n) => ({
      ...{ id: `bud_${n}`, workspaceId, name: 'One of many', scope: 'workspace' as const, amountPicoUsd: 1n },
    })),
  });
  expect((await make(WHOLE)).status).toBe(201);
  const refused = await make(WHOLE);
  expect([refused.status, (await refused.json()).detail]).toEqual([
    409,
    'A workspace may have at most 50 budgets. Delete one first.',
  ]);
});
