import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { readSamples } from '#lib/reports/server/metric-queries.ts';
import { resumeRun } from '#lib/runs/server/pause-run.ts';
import { provideEngine } from './engine-harness.ts';
import { provideWorkers } from './process-harness.ts';

const engine = provideEngine({ hasWorker: false });
const startWorker = provideWorkers();

test('a task that kills every worker is put aside and its run paused, others go on, and a person can resume it', {
  timeout: 240_000,
}, async () => {
  const datasetId = await engine.makeDataset(
    Array.from({ length: 40 }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  // Only this run loses a call, and only what looks for lost calls dies: in any process, at once, each time.
  let poisoned = '';
  let lost = 0;
  engine.faults.create = ({ body }) => (JSON.stringify(body).includes(poisoned) && lost++ === 0 ? 'drop-after' : null);
  // One batch alone: the death of its worker must cut no other call, which would be looked for, and die of it, too.
  poisoned = await engine.launch({ datasetId, batch: { maxRequests: 40 } });
  const keeper = keepWorker();
  const paused = await engine.until(poisoned, (run) => run.status === 'paused', 150_000);
  await keeper.stop();
  // Two workers died of it; what it ended later was a process of its own.
  expect(keeper.deaths()).toBe(2);
  expect(paused.reason).toMatch(/^Work on batch \d ended Rowmill’s worker again and again.* Resume to try again/);
  const alarms = await db().runEvent.findMany({ where: { runId: poisoned, kind: 'alarm' }, select: { message: true } });
  expect(alarms).toEqual([{ message: paused.reason }]);
  expect(await parkedTasks()).toEqual({ 'run.plan': 0, 'batch.advance': 1, sweep: 0 });

  startWorker();
  const healthy = await engine.launch({ datasetId, batch: { maxRequests: 5 } });
  expect((await engine.untilOver(healthy, 60_000)).counts).toMatchObject({ succeeded: 40 });
  // Meanwhile nobody takes the task that is put aside.
  expect(await engine.until(poisoned, () => true)).toMatchObject({ status: 'paused', counts: { inFlight: 40 } });
  expect(await parkedTasks()).toEqual({ 'run.plan': 0, 'batch.advance': 1, sweep: 0 });

  await resumeRun(engine.actor, poisoned);
  const mended = await engine.untilOver(poisoned, 60_000);
  expect(mended.counts).toMatchObject({ total: 40, succeeded: 40 });
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === poisoned);
  expect(paid).toHaveLength(1);
  expect(mended.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
  expect(await parkedTasks()).toEqual({ 'run.plan': 0, 'batch.advance': 0, sweep: 0 });
});

/** A worker that dies of one kind of work, and is started again each time, as the start script does. */
function keepWorker() {
  let isStopping = false;
  let deaths = 0;
  let worker = startWorker({ ROWMILL_FAIL_POINT: 'resolve.before-list:1' });
  const keeping = (async () => {
    for (;;) {
      await worker.ended;
      if (isStopping) return;
      deaths += 1;
      // Nobody waits here for a dead worker's tasks to be handed on; the take-over test does.
      await db().$executeRaw`update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`;
      worker = startWorker({ ROWMILL_FAIL_POINT: 'resolve.before-list:1' });
    }
  })();
  return {
    deaths: () => deaths,
    async stop() {
      isStopping = true;
      await worker.kill();
      await keeping;
      await db().$executeRaw`update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`;
    },
  };
}

async function parkedTasks(): Promise<Record<string, number>> {
  const samples = (await readSamples(db())).filter((sample) => sample.name === 'rowmill_tasks_parked');
  return Object.fromEntries(samples.map((sample) => [sample.label, sample.value]));
}
