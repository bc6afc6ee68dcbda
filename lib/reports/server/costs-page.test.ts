import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { parseCostView } from '#lib/reports/cost-view.ts';
import { getCostsPage } from './costs-page.ts';
import { bookTestAnswers, createTestCharges, createTestPlace, type TestPlace } from './test-charges.ts';

provideTestDatabase(closePool);

const TODAY = '2026-11-20';
let place: TestPlace;

beforeAll(async () => {
  place = await createTestPlace();
  const [ada = null, ben = null] = place.people;
  await book({ connectionId: place.paid, createdById: ada }, '2026-11-03T00:00:00Z');
  await book({ connectionId: place.paid, createdById: ben }, '2026-11-20T23:59:59Z');
  await book({ connectionId: place.simulated, createdById: ada }, '2026-11-04T12:00:00Z');
  await book({ connectionId: place.paid, createdById: ada }, '2026-10-05T12:00:00Z');
  // After the day of last month that today is: not what this month so far is compared with.
  await book({ connectionId: place.paid, createdById: ada }, '2026-10-25T12:00:00Z');
  await book({ connectionId: place.simulated, createdById: ben }, '2026-09-25T12:00:00Z');
});

async function book(given: Parameters<typeof createTestCharges>[1], endedAt: string): Promise<void> {
  const charges = await createTestCharges(place, given, [1]);
  const answers = [{ input: 1_000_000, output: 100_000 }];
  const options = { firstRow: 0, endedAt: new Date(endedAt), answers };
  await bookTestAnswers(charges, charges.batchIds[0] ?? '', options);
}

function show(query: Record<string, string>, changes: Partial<Actor> = {}) {
  const actor: Actor = { workspaceId: place.workspaceId, userId: null, name: 'x', role: 'lead', via: 'session' };
  return getCostsPage(db(), { ...actor, ...changes }, parseCostView(query, TODAY));
}

test('what was paid is shown, beside as much of the month before, and the sandbox apart', async () => {
  const page = await show({});
  expect(page).toMatchObject({ isWhole: true, simulated: false, hasOtherKind: true });
  expect([page.total.batchUsd, page.previous.batchUsd]).toEqual(['0.210000', '0.105000']);
  expect(page.days.map(({ day }) => day)).toEqual(['2026-11-03', '2026-11-20']);
  const simulated = await show({ money: 'sandbox' });
  expect(simulated).toMatchObject({ simulated: true, hasOtherKind: true, total: { batchUsd: '0.105000' } });
  expect(simulated.previous.requests).toBe(0);
});

test('where nothing was paid, what the sandbox made up is shown without being asked for', async () => {
  const page = await show({ from: '2026-09-01', to: '2026-09-30' });
  expect(page).toMatchObject({ simulated: true, hasOtherKind: false, total: { requests: 1 } });
  expect(await show({ from: '2020-09-01', to: '2020-09-30' })).toMatchObject({ simulated: false, days: [] });
});

test('every table adds up to the total', async () => {
  const { tables, total } = await show({ from: '2026-09-01', to: '2026-11-30' });
  expect(tables.map(({ by }) => by)).toEqual(['model', 'member', 'template', 'run']);
  for (const { rows } of tables) expect(rows.reduce((sum, row) => sum + row.inputTokens, 0)).toBe(total.inputTokens);
});

test('a lead narrows to one person; a member sees their own whatever the address says', async () => {
  const [ada = '', ben = ''] = place.people;
  expect((await show({ member: ben })).total).toMatchObject({ requests: 1 });
  expect((await show({ member: '' })).total).toMatchObject({ requests: 0 });
  const own = await show({ member: ben }, { role: 'member', userId: ada });
  expect(own).toMatchObject({ isWhole: false, total: { requests: 1 } });
  expect(own.days.map(({ day }) => day)).toEqual(['2026-11-03']);
  expect(own.tables.map(({ by }) => by)).toEqual(['model', 'template', 'run']);
});
