import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HalfOpenProxy, startHalfOpenProxy } from '#lib/platform/db/half-open-proxy.ts';
import { env } from '#lib/platform/env.ts';
import { provideEngine } from './engine-harness.ts';
import { provideWorkers } from './process-harness.ts';

const engine = provideEngine({ hasWorker: false });
const startWorker = provideWorkers();
let proxy: HalfOpenProxy;

beforeAll(async () => {
  proxy = await startHalfOpenProxy(env.DATABASE_URL);
});

afterAll(async () => {
  await proxy.close();
});

test('a worker whose connections all fall silent notices, goes on alone, and pays for nothing twice', {
  timeout: 150_000,
}, async () => {
  const datasetId = await engine.makeDataset(
    Array.from({ length: 200 }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 20 } });
  const worker = startWorker({ DATABASE_URL: proxy.url });
  await engine.until(runId, (run) => run.counts.succeeded >= 20, 60_000);
  expect(proxy.silence()).toBeGreaterThan(0);
  const run = await engine.untilOver(runId, 90_000);
  expect(run.counts).toMatchObject({ total: 200, succeeded: 200 });
  expect(worker.isAlive()).toBe(true);
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  expect(paid).toHaveLength(run.batches.length);
  expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
});
