import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { provideEngine } from './engine-harness.ts';
import { provideWorkers } from './process-harness.ts';

const engine = provideEngine({
  hasWorker: false,
  pace: { validatingMs: 0, runMs: () => 1_500, finalizingMs: 0, cancelingMs: 0 },
});
const startWorker = provideWorkers();

async function untilSubmitting(runId: string): Promise<void> {
  await engine.until(runId, (run) => run.batches.some((batch) => batch.status === 'submitting'));
}

for (const fault of ['stall-before', 'stall-after'] as const) {
  test(`a worker killed inside the paid call (${fault}) is taken over, and the call is paid once`, {
    timeout: 90_000,
  }, async () => {
    const datasetId = await engine.makeDataset(
      Array.from({ length: 40 }, (_, n) => [`row ${n}`]),
      ['text'],
    );
    const first = startWorker();
    let calls = 0;
    engine.faults.create = ({ body }) => (JSON.stringify(body).includes(runId) && ++calls === 1 ? fault : null);
    const runId = await engine.launch({ datasetId });
    await untilSubmitting(runId);
    await first.kill();
    startWorker();
    // Sign of life 10 s, supervision 5 s, then the search in the provider's list.
    const run = await engine.untilOver(runId, 60_000);
    delete engine.faults.create;
    expect(run.status).toBe('succeeded');
    const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
    expect(paid).toHaveLength(1);
    expect(run.usage.inputTokens).toBe(paid[0]?.billedInputTokens);
  });
}

test('a worker killed at random moments, again and again, loses no row and pays for none twice', {
  timeout: 120_000,
}, async () => {
  const datasetId = await engine.makeDataset(
    Array.from({ length: 600 }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 50 } });
  for (const settled of [0, 100, 300, 500]) {
    const worker = startWorker();
    await engine.until(runId, (run) => run.counts.succeeded >= settled && run.counts.inFlight > 0, 60_000);
    await worker.kill();
  }
  startWorker();
  const run = await engine.untilOver(runId, 60_000);
  expect(run.counts).toMatchObject({ total: 600, succeeded: 600 });
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  expect(paid).toHaveLength(run.batches.length);
  expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
  const items = await db().item.findMany({ where: { runId }, select: { attempts: true } });
  expect(items.every((item) => item.attempts === 1)).toBe(true);
});
