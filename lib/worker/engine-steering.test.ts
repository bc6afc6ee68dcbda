import { expect, test, vi } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { cancelRun } from '#lib/runs/server/cancel-run.ts';
import { launchRun } from '#lib/runs/server/launch-run.ts';
import { pauseRun, resumeRun } from '#lib/runs/server/pause-run.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { provideEngine } from './engine-harness.ts';

/** Slow enough to step in between, fast enough to wait for. */
const engine = provideEngine({ pace: { validatingMs: 0, runMs: () => 3_000, finalizingMs: 0, cancelingMs: 100 } });
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => [`message number ${index}`]);

async function untilHalfway(runId: string): Promise<void> {
  const look = async () => (await getRunProgress(db(), engine.actor.workspaceId, runId)).answeredAtProvider > 0;
  await vi.waitUntil(look, { timeout: 20_000, interval: 50 });
}

test('a canceled run keeps what was answered, pays for that alone, and can be finished later', async () => {
  const datasetId = await engine.makeDataset(rowsOf(200), ['text']);
  const runId = await engine.launch({ datasetId });
  await untilHalfway(runId);
  await cancelRun(engine.actor, runId);
  await expect(cancelRun(engine.actor, runId)).rejects.toThrow('being canceled');
  const run = await engine.untilOver(runId);
  expect(run.status).toBe('canceled');
  expect(run.counts.succeeded).toBeGreaterThan(0);
  expect(run.counts.succeeded + run.counts.canceled).toBe(200);
  expect(run.batches[0]).toMatchObject({ succeeded: run.counts.succeeded, failed: 0 });
  const entry = (await engine.sandbox.ledger()).find(({ batchId }) => batchId === run.batches[0]?.providerBatchId);
  expect(run.usage.inputTokens).toBe(entry?.billedInputTokens);
  expect(await retryItems(engine.actor, runId, {})).toBe(run.counts.canceled);
  const finished = await engine.untilOver(runId);
  expect(finished.status).toBe('succeeded');
  expect(finished.batches[1]?.requestCount).toBe(run.counts.canceled);
});

test('a run canceled before its first row is sent costs nothing', async () => {
  const before = (await engine.sandbox.ledger()).length;
  const datasetId = await engine.makeDataset(rowsOf(30), ['text']);
  engine.faults.upload = '500-before';
  const runId = await engine.launch({ datasetId });
  await engine.until(runId, (run) => run.batches.length > 0);
  await cancelRun(engine.actor, runId);
  delete engine.faults.upload;
  const run = await engine.untilOver(runId);
  expect(run.counts).toMatchObject({ total: 30, canceled: 30, waiting: 0, inFlight: 0 });
  expect((await engine.sandbox.ledger()).length).toBe(before);
});

test('a paused run sends nothing more, reads what comes back, and goes on where it was', async () => {
  const datasetId = await engine.makeDataset(rowsOf(20), ['text']);
  engine.faults.batch = ['all-fail'];
  const runId = await engine.launch({ datasetId });
  await engine.until(runId, (run) => run.batches.some((batch) => batch.status === 'submitted'));
  await pauseRun(engine.actor, runId);
  delete engine.faults.batch;
  const paused = await engine.until(runId, (run) => run.batches.every((batch) => batch.finishedAt !== null));
  expect(paused.status).toBe('paused');
  expect(paused.counts.waiting).toBe(20);
  expect(paused.batches).toHaveLength(1);
  await resumeRun(engine.actor, runId);
  await expect(resumeRun(engine.actor, runId)).rejects.toThrow('not paused');
  expect((await engine.untilOver(runId)).status).toBe('succeeded');
});

test('the picture of a run never goes back while its batches are read', async () => {
  const datasetId = await engine.makeDataset(rowsOf(300), ['text']);
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 60 } });
  await engine.untilOver(runId);
  const samples = await db().runSample.findMany({ where: { runId }, orderBy: { at: 'asc' } });
  const answered = samples.map((sample) => sample.succeeded);
  expect(answered.at(-1)).toBe(300);
  expect(answered).toEqual(answered.toSorted((a, b) => a - b));
  const pairs = samples.map((sample) => `${sample.succeeded} ${sample.failed}`);
  expect(pairs.filter((pair, index) => pair === pairs[index - 1])).toEqual([]);
});

test('twenty clicks on Launch, in as many tabs, are one launch', async () => {
  const datasetId = await engine.makeDataset(rowsOf(10), ['text']);
  const before = (await engine.sandbox.ledger()).length;
  const runId = await engine.launch({ datasetId, launch: false });
  await Promise.all(Array.from({ length: 20 }, () => launchRun(engine.actor, runId)));
  const run = await engine.untilOver(runId);
  expect(run.batches).toHaveLength(1);
  expect((await engine.sandbox.ledger()).length - before).toBe(1);
});

test('two people who retry the same rows at once send each row once', async () => {
  engine.faults.batch = ['all-fail'];
  const datasetId = await engine.makeDataset(rowsOf(15), ['text']);
  const runId = await engine.launch({ datasetId, retry: { maxAttempts: 1 } });
  await engine.untilOver(runId);
  delete engine.faults.batch;
  const results = await Promise.allSettled([retryItems(engine.actor, runId, {}), retryItems(engine.actor, runId, {})]);
  expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const run = await engine.untilOver(runId);
  expect(run.batches.map((batch) => batch.requestCount)).toEqual([15, 15]);
});

test('no credit left pauses the run with a sentence; after the repair every row is answered', async () => {
  const datasetId = await engine.makeDataset(rowsOf(10), ['text']);
  engine.faults.create = 'quota';
  const runId = await engine.launch({ datasetId });
  const paused = await engine.until(runId, (run) => run.status === 'paused');
  expect(paused.reason).toContain('no credit left');
  delete engine.faults.create;
  await resumeRun(engine.actor, runId);
  expect((await engine.untilOver(runId)).counts.succeeded).toBe(10);
});
