import { expect, test } from 'vitest';
import { provideEngine } from './engine-harness.ts';
import { provideWorkers } from './process-harness.ts';

const engine = provideEngine({ hasWorker: false, failureRate: 0.1 });
const startWorker = provideWorkers();

test('a worker with a third as many connections as tasks in hand waits its turn and ends the run exactly', {
  timeout: 120_000,
}, async () => {
  const worker = startWorker({ DATABASE_CONNECTIONS: '4' });
  const datasetId = await engine.makeDataset(
    Array.from({ length: 400 }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  const input = { datasetId, batch: { maxRequests: 20 }, retry: { maxAttempts: 8 } };
  const runIds = await Promise.all([engine.launch(input), engine.launch(input)]);
  for (const runId of runIds) {
    const run = await engine.untilOver(runId, 100_000);
    expect(run.counts).toMatchObject({ total: 400, succeeded: 400 });
    const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
    expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
  }
  expect(worker.isAlive()).toBe(true);
});
