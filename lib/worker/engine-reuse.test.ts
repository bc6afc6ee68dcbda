import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { getCostReport } from '#lib/reports/server/cost-report.ts';
import { RunInput } from '#lib/runs/schema.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { getReceipt } from '#lib/runs/server/receipt.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();
const PATIENT = { timeout: 60_000 };

const makeDataset = (asked: readonly number[], header = ['text', 'other']) => {
  const text = header.indexOf('text');
  return engine.makeDataset(
    asked.map((number, index) =>
      text === 0 ? [`question ${number}`, `${index}`] : [`${index}`, `question ${number}`],
    ),
    header,
  );
};
const count = (rows: number) => Array.from({ length: rows }, (_, index) => index);
const itemsOf = (runId: string) => db().item.findMany({ where: { runId }, orderBy: { rowIndex: 'asc' } });
const sentFor = async (runId: string) =>
  (await engine.sandbox.ledger())
    .filter((entry) => entry.metadata?.run === runId)
    .reduce((sum, entry) => sum + entry.requests, 0);
const isWhole = (runId: string) => checkRun({ id: runId, workspaceId: engine.actor.workspaceId });

/** A question that no other test asks. */
function ask(words: string) {
  return { prompt: { user: `${words}: {{text}}` }, parameters: { temperature: 0 } };
}

test(
  'the first rows, then all: what was answered is not sent again, and is booked as never sent',
  PATIENT,
  async () => {
    const datasetId = await makeDataset([0, 1, 2, 3, 1, 4, 0, 5, 5]);
    const first = await engine.untilOver(await engine.launch({ datasetId, ...ask('First'), rows: { limit: 3 } }));
    const run = await engine.untilOver(await engine.launch({ datasetId, ...ask('First'), reuse: true }));
    expect(run).toMatchObject({ status: 'succeeded', counts: { total: 9, succeeded: 9 }, reusedRows: 5, sameRows: 1 });
    expect(await sentFor(run.id)).toBe(3);
    expect(run.batches).toMatchObject([{ requestCount: 3, succeeded: 3 }]);
    expect(await isWhole(run.id)).toBeNull();
    const [before, items] = [await itemsOf(first.id), await itemsOf(run.id)];
    for (const [index, from] of [0, 1, 2, null, 1, null, 0, null, null].entries()) {
      const item = items[index];
      expect([item?.reusedRunId, item?.reusedRowIndex]).toEqual(from === null ? [null, null] : [first.id, from]);
      if (from === null) continue;
      expect(item?.outputs).toEqual(before[from]?.outputs);
      expect(item).toMatchObject({
        attempts: 0,
        inputTokens: 0,
        outputTokens: 0,
        costPicoUsd: 0n,
        realtimePicoUsd: 0n,
      });
    }
    expect(items.map((item) => item.sameAs)).toEqual([...Array(8).fill(null), 7]);
    const costs = before.map((item) => item.costPicoUsd ?? 0n);
    const reused = [0, 1, 2, 1, 0].reduce((sum, index) => sum + (costs[index] ?? 0n), 0n);
    expect(await db().run.findUniqueOrThrow({ where: { id: run.id } })).toMatchObject({ reusedPicoUsd: reused });
    expect(run.cost.unsentRows).toBe(6);
    const report = await getCostReport(db(), engine.actor, { by: 'run', format: 'json' });
    const line = report.data.find((row) => row.run === run.id);
    expect(line).toMatchObject({
      unsentRows: 6,
      unsentUsd: run.cost.unsentUsd,
      requests: 3,
      batchUsd: run.cost.batchUsd,
    });
  },
);

test('a run whose every row was answered before ends at once, without a batch', PATIENT, async () => {
  const datasetId = await makeDataset(count(4));
  await engine.untilOver(await engine.launch({ datasetId, ...ask('All') }));
  const run = await engine.untilOver(await engine.launch({ datasetId, ...ask('All'), reuse: true }));
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 4 }, batches: [], reusedRows: 4 });
  expect(run.cost).toMatchObject({ batchUsd: '0.000000', savedUsd: '0.000000', unsentRows: 4 });
  expect(await sentFor(run.id)).toBe(0);
  expect(await isWhole(run.id)).toBeNull();
  const report = await getCostReport(db(), engine.actor, { by: 'run', format: 'json' });
  expect(report.data.find((row) => row.run === run.id)).toMatchObject({ batchUsd: '0.000000', unsentRows: 4 });
  // What was taken is not taken from again: the cost and the place of an answer are those of the run that paid for it.
  const third = await engine.untilOver(await engine.launch({ datasetId, ...ask('All'), reuse: true }));
  expect((await itemsOf(third.id)).every((item) => item.reusedRunId !== run.id)).toBe(true);
});

test('nothing is reused unless it is asked for', PATIENT, async () => {
  const datasetId = await makeDataset(count(2));
  await engine.untilOver(await engine.launch({ datasetId, ...ask('Asked') }));
  const run = await engine.untilOver(await engine.launch({ datasetId, ...ask('Asked') }));
  expect(run).toMatchObject({ reusedRows: 0, batches: [{ requestCount: 2 }] });
});

test('only the very same request counts, whatever the order of the columns', { timeout: 120_000 }, async () => {
  const datasetId = await makeDataset(count(3));
  await engine.untilOver(await engine.launch({ datasetId, ...ask('Same') }));
  const turned = await makeDataset(count(3), ['other', 'text']);
  const reusedIn = async (input: Record<string, unknown>) => {
    const runId = await engine.launch({ datasetId: turned, ...ask('Same'), reuse: true, dedupe: false, ...input });
    return (await engine.untilOver(runId)).reusedRows;
  };
  expect(await reusedIn({})).toBe(3);
  expect(await reusedIn({ batch: { maxRequests: 1 }, retry: { maxAttempts: 7 } })).toBe(3);
  expect(await reusedIn({ model: 'gpt-4.1-nano' })).toBe(0);
  expect(await reusedIn({ parameters: { temperature: 0, maxOutputTokens: 50 } })).toBe(0);
  expect(await reusedIn({ parameters: {} })).toBe(0);
  expect(await reusedIn({ ...ask('Same '), reuse: true })).toBe(0);
  expect(await reusedIn({ prompt: { system: 'Be brief.', user: 'Same: {{text}}' } })).toBe(0);
  expect(await reusedIn({ output: { kind: 'label', labels: ['a', 'b'] } })).toBe(0);
});

test('failed rows are not taken from, nor rows of another workspace or another provider', PATIENT, async () => {
  const datasetId = await makeDataset(count(3));
  const first = await engine.untilOver(await engine.launch({ datasetId, ...ask('Which') }));
  await db()
    .$executeRaw`update "item" set "status" = 'failed', "cause" = 'refused' where "runId" = ${first.id} and "rowIndex" = 1`;
  const taken = await engine.untilOver(await engine.launch({ datasetId, ...ask('Which'), reuse: true }));
  expect(taken.reusedRows).toBe(2);
  await db().workspace.create({ data: { id: 'ws_other', name: 'Other' } });
  await db().run.updateMany({ where: { id: { in: [first.id, taken.id] } }, data: { workspaceId: 'ws_other' } });
  const alone = await engine.untilOver(await engine.launch({ datasetId, ...ask('Which'), reuse: true }));
  expect(alone.reusedRows).toBe(0);
  const { requestHash } = await db().run.findUniqueOrThrow({ where: { id: alone.id } });
  const elsewhere = await db().connection.create({
    data: {
      ...{ id: 'con_real', workspaceId: engine.actor.workspaceId, key: 'real', name: 'Real', kind: 'openai' },
      baseUrl: 'https://example.com/v1',
    },
  });
  const input = RunInput.parse({
    datasetId,
    model: 'gpt-4o-mini',
    output: { kind: 'text' },
    ...ask('Which'),
    connection: 'real',
  });
  const { runId } = await createRun(engine.actor, input);
  const real = await db().run.findUniqueOrThrow({ where: { id: runId } });
  expect(real.connectionId).toBe(elsewhere.id);
  expect(real.requestHash).not.toBe(requestHash);
});

test('the receipt offers what was answered before, and prices what is left once it is taken', PATIENT, async () => {
  const datasetId = await makeDataset([0, 1, 2, 3, 3, 0]);
  await engine.untilOver(await engine.launch({ datasetId, ...ask('Offer'), rows: { limit: 2 } }));
  const base = { datasetId, model: 'gpt-4o-mini', connection: 'sandbox', output: { kind: 'text' }, ...ask('Offer') };
  const receiptOf = async (input: Record<string, unknown>) => {
    const { runId } = await createRun(engine.actor, RunInput.parse({ ...base, ...input }));
    return getReceipt(db(), engine.actor.workspaceId, runId);
  };
  const [off, on] = [await receiptOf({}), await receiptOf({ reuse: true })];
  expect(off).toMatchObject({ rows: 6, sameRows: 2, batches: 1, reusable: { rows: 3, isReused: false } });
  expect(on).toMatchObject({ rows: 6, sameRows: 1, batches: 1, reusable: { rows: 3, isReused: true } });
  expect(Number(on.expectedUsd)).toBeLessThan(Number(off.expectedUsd));
  expect(Number(on.reusable?.usd)).toBeGreaterThan(0);
  const each = await receiptOf({ reuse: true, dedupe: false });
  expect(each).toMatchObject({ sameRows: 0, reusable: { rows: 3 } });
  const all = await receiptOf({ reuse: true, rows: { limit: 2 } });
  expect(all).toMatchObject({ batches: 0, inputTokens: 0, expectedUsd: '0.000000', reusable: { rows: 2 } });
  expect((await receiptOf(ask('Never asked'))).reusable).toBeNull();
});

test('of two workers that plan at once one takes the answers', PATIENT, async () => {
  const datasetId = await makeDataset(count(50));
  await engine.untilOver(await engine.launch({ datasetId, ...ask('Twice'), rows: { limit: 30 } }));
  const runId = await engine.launch({ datasetId, ...ask('Twice'), reuse: true, batch: { maxRequests: 8 } });
  await Promise.all([planRun(runId), planRun(runId)]);
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 50 }, reusedRows: 30 });
  expect(run.batches.map((batch) => batch.requestCount)).toEqual([8, 8, 4]);
  expect(await isWhole(runId)).toBeNull();
});
