import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { enterLimit } from '#lib/providers/server/capacity-queries.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { provideEngine } from './engine-harness.ts';

const LIMIT = 900;
/** How long the provider works on a batch that it takes from now on. */
let runMs = 150;
const engine = provideEngine({
  limits: { enqueuedTokens: (model) => (model === 'gpt-4o-mini' ? LIMIT : Number.POSITIVE_INFINITY) },
  pace: { validatingMs: 0, runMs: () => runMs, finalizingMs: 0, cancelingMs: 0 },
});
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => [`message number ${index} of a customer`]);

async function ledgerOf(runId: string) {
  return (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
}

test('what a provider has no room for waits in line and is answered in the end; its limit is learned', async () => {
  const datasetId = await engine.makeDataset(rowsOf(120), ['text']);
  // On a busy machine a quick provider would be done with each batch before the next one came, and never be full.
  runMs = 5_000;
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 15 } });
  await engine.until(runId, (run) => run.batches.some((batch) => batch.status === 'waiting_for_capacity'), 60_000);
  runMs = 150;
  const run = await engine.untilOver(runId, 60_000);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 120 } });
  const learned = await db().connectionCapacity.findFirstOrThrow({ where: { model: 'gpt-4o-mini' } });
  expect(learned).toMatchObject({ learnedTokens: BigInt(LIMIT), isStated: true });
  expect(learned.source).toContain('Enqueued token limit reached');
  const billed = (await ledgerOf(run.id)).filter((entry) => entry.billedInputTokens > 0);
  expect(billed).toHaveLength(8);
  expect(await db().runEvent.count({ where: { runId: run.id, kind: 'waiting' } })).toBeGreaterThan(0);
});

test('once the limit is known, nothing is asked that would be refused, and two runs share the room', async () => {
  const datasetId = await engine.makeDataset(rowsOf(90), ['text']);
  const runIds = await Promise.all([1, 2].map(() => engine.launch({ datasetId, batch: { maxRequests: 15 } })));
  const runs = await Promise.all(runIds.map((runId) => engine.untilOver(runId, 60_000)));
  expect(runs.map((run) => run.status)).toEqual(['succeeded', 'succeeded']);
  for (const runId of runIds) expect(await ledgerOf(runId)).toHaveLength(6);
  const batches = await db().batch.findMany({ where: { runId: { in: runIds } }, orderBy: { submittedAt: 'asc' } });
  // In turns; how the first few fall depends on which run's batches exist first.
  for (const runId of runIds)
    expect(batches.slice(0, 8).filter((batch) => batch.runId === runId).length).toBeGreaterThanOrEqual(2);
});

test('a batch larger than the whole limit goes out in pieces that fit', async () => {
  const datasetId = await engine.makeDataset(rowsOf(150), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId }), 60_000);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 150 } });
  expect(run.batches.length).toBeGreaterThan(2);
  expect(await ledgerOf(run.id)).toHaveLength(run.batches.length);
});

test('an entered limit holds batches back without asking, and the run says so', async () => {
  const { workspaceId } = engine.actor;
  const { id } = await db().connection.findFirstOrThrow({ where: { key: 'sandbox' } });
  await enterLimit(db(), workspaceId, { connectionId: id, model: 'gpt-4.1-mini', tokens: 250 });
  const datasetId = await engine.makeDataset(rowsOf(40), ['text']);
  const runId = await engine.launch({ datasetId, model: 'gpt-4.1-mini', batch: { maxRequests: 10 } });
  await engine.until(runId, (run) => run.batches.filter((b) => b.status === 'waiting_for_capacity').length >= 2);
  expect((await getRunProgress(db(), workspaceId, runId)).sentence).toContain('waiting for capacity at the sandbox');
  const run = await engine.untilOver(runId);
  expect(run.counts.succeeded).toBe(40);
  expect(await ledgerOf(runId)).toHaveLength(4);
  expect(await db().inputFile.count({ where: { batchId: { in: run.batches.map((batch) => batch.id) } } })).toBe(4);
});

test('a provider that asks to slow down is asked again after the time it named, and no row fails', async () => {
  let calls = 0;
  engine.faults.create = () => (++calls <= 2 ? '429' : null);
  const datasetId = await engine.makeDataset(rowsOf(10), ['text']);
  const runId = await engine.launch({ datasetId, model: 'gpt-4.1-nano' });
  const waiting = await engine.until(runId, (run) => run.batches[0]?.status === 'waiting_for_capacity');
  expect(waiting.batches[0]?.reason).toContain('slow down');
  const run = await engine.untilOver(runId);
  delete engine.faults.create;
  expect(run.counts.succeeded).toBe(10);
  expect(calls).toBe(3);
});

test('an upload that is asked to slow down waits where a person sees it, and no row fails', async () => {
  let uploads = 0;
  engine.faults.upload = () => (++uploads <= 2 ? '429' : null);
  const datasetId = await engine.makeDataset(rowsOf(3), ['text']);
  const runId = await engine.launch({ datasetId, model: 'gpt-4.1-nano' });
  const waiting = await engine.until(runId, (run) => run.batches[0]?.status === 'waiting_for_capacity');
  expect(waiting.batches[0]?.reason).toContain('slow down');
  expect(waiting.batches[0]?.nextTryAt).not.toBeNull();
  const run = await engine.untilOver(runId);
  delete engine.faults.upload;
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 3 } });
  expect(uploads).toBe(3);
  expect(await db().runEvent.count({ where: { runId, kind: 'waiting' } })).toBe(1);
});

test('a file that is too large for the provider goes out in halves; a single row that is fails with a sentence', async () => {
  let uploads = 0;
  engine.faults.upload = () => (++uploads === 1 ? 'too-large-for-edge' : null);
  const datasetId = await engine.makeDataset(rowsOf(20), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId, model: 'gpt-4.1-nano' }));
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 20 } });
  expect(run.batches.map((batch) => batch.requestCount).toSorted()).toEqual([10, 10]);
  engine.faults.upload = 'too-large-for-edge';
  const one = await engine.launch({ datasetId, model: 'gpt-4.1-nano', rows: { limit: 1 } });
  const refused = await engine.untilOver(one);
  delete engine.faults.upload;
  expect(refused).toMatchObject({ status: 'completed_with_failures', counts: { failed: 1 } });
  expect(refused.batches[0]?.reason).toContain('too large');
});

test('a batch the provider took and then had no room for is made anew, and paid once', async () => {
  let batches = 0;
  engine.faults.batch = () => (++batches <= 2 ? ['token-limit'] : null);
  const datasetId = await engine.makeDataset(rowsOf(8), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId, model: 'gpt-4.1-nano' }));
  delete engine.faults.batch;
  expect(run).toMatchObject({ status: 'succeeded', batches: [{ status: 'completed', reason: null, nextTryAt: null }] });
  expect((await ledgerOf(run.id)).filter((entry) => entry.billedInputTokens > 0)).toHaveLength(1);
  const inputs = await db().inputFile.findMany({ where: { batchId: run.batches[0]?.id ?? '' } });
  expect(new Set(inputs.map((input) => input.submissionId)).size).toBe(3);
});
