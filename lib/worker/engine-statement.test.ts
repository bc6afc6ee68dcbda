import { afterEach, expect, test } from 'vitest';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { CostsQuery, SavingsQuery } from '#lib/pricing/cost-report.ts';
import { microUsdOf } from '#lib/pricing/micro-usd.ts';
import type { StatementLine } from '#lib/pricing/savings-statement.ts';
import { getCostReport } from '#lib/reports/server/cost-report.ts';
import { getSavingsStatement } from '#lib/reports/server/savings-statement.ts';
import { launchRun } from '#lib/runs/server/launch-run.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();

afterEach(() => {
  delete engine.faults.batch;
});

async function launch(rows: number, lane: 'batch' | 'flex' | 'standard', input: Record<string, unknown> = {}) {
  const datasetId = await engine.makeDataset(
    Array.from({ length: rows }, (_, n) => [`${lane} message ${n}`]),
    ['text'],
  );
  const runId = await engine.launch({ datasetId, ...input, launch: false });
  await db().run.update({ where: { id: runId }, data: { lane } });
  await launchRun(engine.actor, runId);
  return engine.untilOver(runId, 50_000);
}

async function linesOf(runId: string): Promise<StatementLine[]> {
  const { data, total } = await getSavingsStatement(db(), engine.actor, SavingsQuery.parse({}));
  const report = await getCostReport(db(), engine.actor, CostsQuery.parse({ by: 'run' }));
  const { runs: _, ...simulated } = total.simulated;
  expect(report.total.simulated).toMatchObject(simulated);
  return data.filter((line) => line.run === runId);
}

/** `(a*0.5+b*0.25+c*2)/1000000`. */
function workedOut(terms: string | null): string {
  const parts = [...(terms ?? '').matchAll(/(\d+)\*([\d.]+)/g)];
  const amount = parts.reduce(
    (sum, [, tokens = '', rate = '']) => sum + BigInt(tokens) * BigInt(microUsdOf(rate) ?? -1),
    0n,
  );
  return usdString(amount);
}

function expectWorkedOut(lines: readonly StatementLine[]): void {
  for (const line of lines) {
    expect(workedOut(line.paidTerms)).toBe(line.paidAt === 'batch' ? line.batchUsd : line.nowUsd);
    expect(workedOut(line.realtimeTerms)).toBe(line.realtimeUsd);
  }
}

test('the statement works out what a run in batches cost', async () => {
  const run = await launch(30, 'batch');
  const lines = await linesOf(run.id);
  expect(lines).toMatchObject([{ requestsAre: 'all', paidAt: 'batch', requests: 30, batchUsd: run.cost.batchUsd }]);
  expectWorkedOut(lines);
});

test('answers that were billed and of no use count as paid and save nothing, also of rows that shared a request', async () => {
  engine.faults.batch = ['left-out-rows'];
  const labels = { kind: 'label', labels: ['lost card', 'refund'] };
  const run = await launch(60, 'batch', { rowsPerRequest: 20, retry: { maxAttempts: 1 }, output: labels });
  expect(run.counts.failed).toBeGreaterThan(0);
  const lines = await linesOf(run.id);
  expect(lines).toMatchObject([{ requestsAre: 'all', batchUsd: run.cost.batchUsd, realtimeUsd: run.cost.realtimeUsd }]);
  expect(Number(lines[0]?.usableInputTokens)).toBeLessThan(Number(lines[0]?.inputTokens));
  expectWorkedOut(lines);
});

test.each([
  ['standard', 'realtime'],
  ['flex', 'batch'],
] as const)('rows that were answered at once in lane %s stand at the price they were paid at', async (lane, paidAt) => {
  const run = await launch(20, lane, { model: 'gpt-5-mini' });
  const lines = await linesOf(run.id);
  expect(lines).toMatchObject([{ paidAt, requests: 20, batchUsd: run.cost.batchUsd, nowUsd: run.cost.nowUsd }]);
  expectWorkedOut(lines);
});
