import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { launchRun } from '#lib/runs/server/launch-run.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { provideEngine } from './engine-harness.ts';
import { provideWorkers } from './process-harness.ts';

const engine = provideEngine({ hasWorker: false, pace: { ...INSTANT_PACE, answerMs: () => 1_200 } });
const startWorker = provideWorkers();

test('a worker that is told to stop while it asks for rows waits for their answers, and loses none', {
  timeout: 90_000,
}, async () => {
  const rows = Array.from({ length: 40 }, (_, n) => [`row ${n}`]);
  const datasetId = await engine.makeDataset(rows, ['text']);
  const runId = await engine.launch({ datasetId, launch: false });
  await db().run.update({ where: { id: runId }, data: { lane: 'standard' } });
  await launchRun(engine.actor, runId);
  const first = startWorker();
  await engine.until(runId, (run) => run.counts.succeeded > 0 && run.counts.inFlight > 8, 60_000);
  first.signal('SIGTERM');
  await first.ended;
  expect(await db().sentRequest.count()).toBe(0);
  startWorker();
  const run = await engine.untilOver(runId, 60_000);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 40 } });
  expect(await engine.sandbox.liveLedger()).toHaveLength(40);
});
