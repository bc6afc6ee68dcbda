import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { CostsQuery } from '#lib/pricing/cost-report.ts';
import { PriceInput } from '#lib/pricing/price-input.ts';
import { enterPrice, withdrawPrice } from '#lib/pricing/server/price-queries.ts';
import { getCostReport } from '#lib/reports/server/cost-report.ts';
import { getSavingsTotals } from '#lib/reports/server/savings-queries.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();

const NOBODY_KNOWS = 'gpt-3.5-turbo';

async function launch(input: Record<string, unknown> = {}): Promise<string> {
  const datasetId = await engine.makeDataset([['one message'], ['another message']], ['text']);
  return engine.launch({ datasetId, ...input });
}

function priced(model: string, connectionId: string): PriceInput {
  return PriceInput.parse({
    ...{ model, connectionId, validFrom: '2026-01-01', source: 'Contract' },
    ...{ realtimeInputUsd: '2', realtimeOutputUsd: '8', batchInputUsd: '1', batchOutputUsd: '4' },
  });
}

test('a run costs what was agreed for its connection, and keeps that price when it is withdrawn', async () => {
  const sandbox = await db().connection.findFirstOrThrow({
    where: { workspaceId: engine.actor.workspaceId, kind: 'sandbox' },
  });
  const { id } = await enterPrice(engine.actor, priced('gpt-4o-mini', sandbox.id));
  const runId = await launch();
  await withdrawPrice(engine.actor, id);
  const run = await engine.untilOver(runId);
  const { price } = await getRunProgress(db(), engine.actor.workspaceId, runId);
  expect(price).toMatchObject({ batch: { inputMicroUsd: 1_000_000, outputMicroUsd: 4_000_000 } });
  const { inputTokens, outputTokens } = run.usage;
  expect(Number(run.cost.batchUsd)).toBeCloseTo((inputTokens + 4 * outputTokens) / 1_000_000, 9);
  const later = await getRunProgress(db(), engine.actor.workspaceId, await launch());
  expect(later.price?.batch.inputMicroUsd).toBe(75_000);
});

test('a model whose price nobody knows has no cap, and is unknown on its run, in the report and on Home', async () => {
  await expect(launch({ model: NOBODY_KNOWS, budgetUsd: '1.00' })).rejects.toMatchObject({
    ...{ code: 'invalid', issues: [{ path: 'budgetUsd' }] },
  });
  const run = await engine.untilOver(await launch({ model: NOBODY_KNOWS }));
  expect(run.cost).toMatchObject({ batchUsd: null, realtimeUsd: null, savedUsd: null });
  const query = CostsQuery.parse({ by: 'model', model: NOBODY_KNOWS });
  const { data } = await getCostReport(db(), engine.actor, query);
  expect(data).toMatchObject([{ batchUsd: null, savedUsd: null, requests: 2, unknownRequests: 2 }]);
  const totals = await getSavingsTotals(db(), engine.actor);
  expect(totals?.simulated.month.unknownRequests).toBe(2);
});
