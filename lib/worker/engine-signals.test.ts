import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import type { OwnProcess } from './child-process.ts';
import { provideEngine } from './engine-harness.ts';
import { provideWorkers } from './process-harness.ts';

const engine = provideEngine({ hasWorker: false });
const startWorker = provideWorkers();

async function expectPaidOnce(runId: string, rows: number): Promise<void> {
  const run = await engine.untilOver(runId, 90_000);
  expect(run.counts).toMatchObject({ total: rows, succeeded: rows });
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  expect(paid).toHaveLength(run.batches.length);
  expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
}

async function launchRows(rows: number, maxRequests: number): Promise<string> {
  const datasetId = await engine.makeDataset(
    Array.from({ length: rows }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  return engine.launch({ datasetId, batch: { maxRequests } });
}

test('SIGTERM while answers are read: the worker ends in order and hands back what it has, with no sign of life left', {
  timeout: 120_000,
}, async () => {
  // The first reading of a file never ends by itself.
  engine.faults.content = ({ nth }) => (nth === 1 ? 'stalls-halfway' : null);
  const runId = await launchRows(200, 200);
  const worker = startWorker();
  await engine.until(runId, (run) => run.batches[0]?.status === 'ingesting', 60_000);
  worker.signal('SIGTERM');
  // It would end itself with code 1 if this took longer than five seconds.
  expect(await worker.ended).toEqual({ code: 0, signal: null });
  const left = await db().$queryRaw`
    select (select count(*)::int from pgboss.job where state = 'active') as active,
      (select count(*)::int from "task_hold") as held, (select count(*)::int from "worker_process") as workers`;
  expect(left).toEqual([{ active: 0, held: 0, workers: 0 }]);
  startWorker();
  await expectPaidOnce(runId, 200);
});

test('workers that are stopped in the middle and wake after others took over change nothing, and work on', {
  timeout: 240_000,
}, async () => {
  delete engine.faults.content;
  const runId = await launchRows(400, 40);
  const zombies: OwnProcess[] = [];
  for (const settled of [0, 160]) {
    const worker = startWorker();
    await engine.until(runId, (run) => run.counts.succeeded >= settled && run.counts.inFlight > 0, 90_000);
    worker.signal('SIGSTOP');
    zombies.push(worker);
  }
  const last = startWorker();
  await expectPaidOnce(runId, 400);
  for (const zombie of zombies) zombie.signal('SIGCONT');
  await last.kill();
  // Nobody but those who slept is left to do this.
  await expectPaidOnce(await launchRows(80, 20), 80);
  expect(zombies.map((zombie) => zombie.isAlive())).toEqual([true, true]);
  await expectPaidOnce(runId, 400);
});
