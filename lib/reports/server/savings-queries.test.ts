import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { CostsQuery } from '#lib/pricing/cost-report.ts';
import { getCostReport } from './cost-report.ts';
import { getSavingsTotals } from './savings-queries.ts';
import { bookTestAnswers, createTestCharges, createTestPlace, type TestPlace } from './test-charges.ts';

provideTestDatabase(closePool);

let place: TestPlace;

beforeAll(async () => {
  place = await createTestPlace();
  const [ada = '', ben = ''] = place.people;
  await book({ connectionId: place.paid, createdById: ada }, true);
  await book({ connectionId: place.paid, createdById: ben }, false);
  await book({ connectionId: place.simulated, createdById: ben, model: 'nobody-knows-this-model' }, false);
});

async function book(given: Parameters<typeof createTestCharges>[1], isTwice: boolean): Promise<void> {
  const { workspaceId } = place;
  const charges = await createTestCharges(place, given, [1]);
  const [batchId = ''] = charges.batchIds;
  const endedAt = new Date();
  await bookTestAnswers(charges, batchId, { firstRow: 0, endedAt, answers: [{ input: 1_000_000, output: 100_000 }] });
  if (!isTwice) return;
  const { connectionId } = given;
  await db().duplicateBatch.create({
    data: {
      ...{ connectionId, providerBatchId: newId('bat'), workspaceId, runId: charges.runId, batchId, bookedAt: endedAt },
      ...{ answers: 1, inputTokens: 1_000_000n, outputTokens: 0n, costPicoUsd: 75_000_000_000n },
    },
  });
}

function someone(changes: Partial<Actor>): Actor {
  return { workspaceId: place.workspaceId, userId: null, name: 'x', role: 'lead', via: 'session', ...changes };
}

test('Home says what the report says: a batch that was made twice is on the bill, and is spent', async () => {
  const totals = await getSavingsTotals(db(), someone({}));
  const { total } = await getCostReport(db(), someone({}), CostsQuery.parse({}));
  expect(totals).toMatchObject({ paid: { month: total.paid, ever: total.paid }, isWhole: true });
  expect(totals?.paid.month).toMatchObject({ batchUsd: '0.285000', realtimeUsd: '0.420000', duplicateUsd: '0.075000' });
});

test('what nobody knows is unknown, and never nothing', async () => {
  const totals = await getSavingsTotals(db(), someone({}));
  expect(totals?.simulated.month).toMatchObject({ batchUsd: null, savedUsd: null, unknownRequests: 1 });
});

test('a member sees what their own runs cost, a viewer nothing', async () => {
  const [, ben = ''] = place.people;
  const own = await getSavingsTotals(db(), someone({ role: 'member', userId: ben }));
  expect(own).toMatchObject({ paid: { month: { batchUsd: '0.105000', requests: 1 } }, isWhole: false });
  expect(await getSavingsTotals(db(), someone({ role: 'viewer', userId: ben }))).toBeNull();
});
