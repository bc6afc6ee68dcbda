import { expect, test, vi } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue } from '#lib/platform/queue/queue.ts';
import { createTestRun } from '#lib/results/server/test-run.ts';
import { sweep } from './sweep.ts';

vi.stubEnv('POLL_SECONDS', '30');
provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

test('a sweep raises an alarm for a run that does not add up, comes again, and leaves its mark', async () => {
  const items = [{ rowIndex: 0, status: 'succeeded' as const }];
  const sound = await createTestRun({ columnNames: ['a'], rows: [['1'], ['2']], isPlanned: true });
  const wrong = await createTestRun({ columnNames: ['a'], rows: [['1'], ['2']], isPlanned: true, items });
  expect(await sweep()).toMatchObject({ kind: 'again' });
  const alarms = await db().runEvent.findMany({ where: { kind: 'alarm' }, select: { runId: true, message: true } });
  expect(alarms).toEqual([
    { runId: wrong.runId, message: expect.stringContaining('The rows hold 1 answer, but the batches booked 0.') },
  ]);
  const checks = await db().runCheck.findMany({ orderBy: { runId: 'asc' }, select: { runId: true } });
  expect(checks.map((check) => check.runId)).toEqual([sound.runId, wrong.runId].toSorted());
  expect(await db().metricCounter.findMany({ where: { name: 'sweeps' } })).toMatchObject([{ value: 1n }]);
});
