import { expect, test } from 'vitest';
import { provideEngine } from './engine-harness.ts';

/** Looked at five times a second: each wait is short enough to be slept through in place. */
const engine = provideEngine({ pace: { validatingMs: 0, runMs: () => 3_600_000, finalizingMs: 0, cancelingMs: 0 } });

test('more batches than a worker has hands are all sent, however long the first ones take', {
  timeout: 90_000,
}, async () => {
  const datasetId = await engine.makeDataset(
    Array.from({ length: 12 }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 1 } });
  const run = await engine.until(runId, ({ batches }) => batches.length === 12 && batches.every(isSubmitted), 60_000);
  expect(run.counts.inFlight).toBe(12);
});

function isSubmitted({ status }: { status: string }): boolean {
  return status === 'submitted';
}
