import { expect, test } from 'vitest';
import { parseUsd } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import type { Run } from '#lib/runs/schema.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => [`message number ${index} about a lost card`]);

function expectConserved(run: Run): void {
  const { total, ...parts } = run.counts;
  expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
}

test('every row of a run is answered, in as many batches as it takes', async () => {
  const datasetId = await engine.makeDataset(rowsOf(103), ['text']);
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 25 } });
  const run = await engine.untilOver(runId);
  expect(run.status).toBe('succeeded');
  expect(run.counts).toMatchObject({ total: 103, succeeded: 103, waiting: 0, inFlight: 0, failed: 0 });
  expect(run.batches.map((batch) => batch.requestCount)).toEqual([25, 25, 25, 25, 3]);
  expectConserved(run);
});

test('our cost is the provider’s own, to the last pico-dollar', async () => {
  const datasetId = await engine.makeDataset(rowsOf(40), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId }));
  const ids = run.batches.map((batch) => batch.providerBatchId);
  const entries = (await engine.sandbox.ledger()).filter((entry) => ids.includes(entry.batchId));
  expect(entries).toHaveLength(1);
  const input = entries.reduce((sum, entry) => sum + entry.billedInputTokens, 0);
  const output = entries.reduce((sum, entry) => sum + entry.billedOutputTokens, 0);
  expect(run.usage).toMatchObject({ inputTokens: input, outputTokens: output });
  // gpt-4o-mini in a batch: $0.075 and $0.30 per million tokens.
  expect(parseUsd(run.cost.batchUsd ?? '')).toBe(BigInt(input) * 75_000n + BigInt(output) * 300_000n);
  expect(parseUsd(run.cost.savedUsd ?? '')).toBe(parseUsd(run.cost.batchUsd ?? ''));
});

test('answers reach their own rows although they come back shuffled', async () => {
  const rows = Array.from({ length: 200 }, (_, index) => [`unique${index}word`]);
  const datasetId = await engine.makeDataset(rows, ['text']);
  const run = await engine.untilOver(
    await engine.launch({
      datasetId,
      prompt: { user: '{{text}}' },
      output: { kind: 'label', labels: rows.map(([text]) => text ?? '') },
    }),
  );
  expect(run.status).toBe('succeeded');
  const items = await db().item.findMany({ where: { runId: run.id }, orderBy: { rowIndex: 'asc' } });
  expect(items.map((item) => item.outputs)).toEqual(rows);
});

test('rows that fail for a moment are sent again alone, and an answered row never is', async () => {
  let batches = 0;
  engine.faults.batch = () => (++batches === 1 ? ['status-zero'] : null);
  const datasetId = await engine.makeDataset(rowsOf(60), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId }));
  delete engine.faults.batch;
  expect(run.status).toBe('succeeded');
  const retried = run.batches.slice(1).reduce((sum, batch) => sum + batch.requestCount, 0);
  expect(retried).toBe(run.batches.reduce((sum, batch) => sum + batch.failed, 0));
  expect(retried).toBeGreaterThan(0);
  expectConserved(run);
});

test('attempts end at the number asked for; a person may then retry exactly the failed rows', async () => {
  engine.faults.batch = () => ['all-fail'];
  const datasetId = await engine.makeDataset(rowsOf(12), ['text']);
  const runId = await engine.launch({ datasetId, retry: { maxAttempts: 2 } });
  const failed = await engine.untilOver(runId);
  expect(failed.status).toBe('completed_with_failures');
  expect(failed.counts.failed).toBe(12);
  expect(failed.batches.map((batch) => batch.attempt)).toEqual([1, 2]);
  delete engine.faults.batch;
  expect(await retryItems(engine.actor, runId, {})).toBe(12);
  await expect(retryItems(engine.actor, runId, {})).rejects.toThrow('No failed row');
  const mended = await engine.untilOver(runId);
  expect(mended.status).toBe('succeeded');
  expect(mended.batches.map((batch) => batch.requestCount)).toEqual([12, 12, 12]);
});

for (const fault of ['drop-after', '500-after'] as const) {
  test(`a lost answer to the paid call (${fault}) leads to the one batch that was made`, async () => {
    const before = (await engine.sandbox.ledger()).length;
    engine.faults.create = fault;
    const datasetId = await engine.makeDataset(rowsOf(10), ['text']);
    const run = await engine.untilOver(await engine.launch({ datasetId }));
    delete engine.faults.create;
    expect(run.status).toBe('succeeded');
    expect((await engine.sandbox.ledger()).length - before).toBe(1);
  });
}

test('a call that was lost on its way is made again, once, after the provider’s list was searched', async () => {
  const before = (await engine.sandbox.ledger()).length;
  let calls = 0;
  engine.faults.create = () => (++calls === 1 ? 'drop-before' : null);
  const datasetId = await engine.makeDataset(rowsOf(10), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId }));
  delete engine.faults.create;
  expect(run.status).toBe('succeeded');
  expect(calls).toBe(2);
  expect((await engine.sandbox.ledger()).length - before).toBe(1);
});

test('rows in neither file are missing and sent again; strange, broken and repeated lines change nothing', async () => {
  const strange = ['missing-lines', 'foreign-lines', 'duplicate-lines', 'malformed-lines'] as const;
  let batches = 0;
  engine.faults.batch = () => (++batches === 1 ? strange : null);
  const datasetId = await engine.makeDataset(rowsOf(80), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId, retry: { maxAttempts: 10 } }));
  delete engine.faults.batch;
  expect(run.status).toBe('succeeded');
  expect(run.counts.succeeded).toBe(80);
  expectConserved(run);
  // Lines that could not be read are in the provider's sum and in none of ours, which the run says: no second alarm.
  expect(await checkRun({ id: run.id, workspaceId: engine.actor.workspaceId })).toBeNull();
});

test('answers that a gateway lost on the way may have been billed: their cost is unknown, and never nothing', async () => {
  let batches = 0;
  engine.faults.batch = () => (++batches === 1 ? (['empty-bodies'] as const) : null);
  const datasetId = await engine.makeDataset(rowsOf(40), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId, retry: { maxAttempts: 10 } }));
  delete engine.faults.batch;
  expect(run.counts.succeeded).toBe(40);
  const { _sum: lost } = await db().batch.aggregate({ where: { runId: run.id }, _sum: { unpricedAnswers: true } });
  expect(lost.unpricedAnswers).toBeGreaterThan(0);
  expect(run.cost.unknownAnswers).toBe(lost.unpricedAnswers);
  expect(await checkRun({ id: run.id, workspaceId: engine.actor.workspaceId })).toBeNull();
});
