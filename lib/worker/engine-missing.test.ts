import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import type { BatchReport, Provider } from '#lib/providers/server/provider.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';
import type { EngineBatch } from '#lib/runs/server/batch-queries.ts';
import { cancelRun } from '#lib/runs/server/cancel-run.ts';
import { ingestBatch } from '#lib/runs/server/ingest-batch.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';
import { submitBatch } from '#lib/runs/server/submit-batch.ts';
import { watchBatch } from '#lib/runs/server/watch-batch.ts';
import { providerOf, provideSteps, read, rejected, signal } from './engine-steps-harness.ts';

const { engine, uploaded, submitted } = provideSteps();

const look = (looks: number, batch: EngineBatch) =>
  db().batch.update({ where: { id: batch.id }, data: { missingLooks: looks } });
const alarms = (runId: string) => db().runEvent.count({ where: { runId, kind: 'alarm' } });

function showing(batch: EngineBatch, report: Partial<BatchReport>): Provider {
  const whole = { ...rejected, inputFileId: batch.inputFileId, ...report };
  return { ...providerOf(batch), getBatch: async () => whole };
}

/** At the provider for real, and done there. */
async function done(rows: number): Promise<{ runId: string; batch: EngineBatch; provider: Provider }> {
  const { runId, batch, provider } = await uploaded(rows);
  await submitBatch({ batch, provider, signal });
  await engine.sandbox.idle();
  return { runId, batch: await read(batch.id), provider };
}

test('a batch that is gone is looked for, then its rows are missing, and only a person sends them again', async () => {
  const { runId, batch } = await submitted(3);
  await look(1, batch);
  // Looks until the pause is too long to be slept through.
  await advanceBatch(batch.id, AbortSignal.timeout(2_000));
  const looked = await read(batch.id);
  expect(looked.missingLooks).toBeGreaterThan(2);
  expect(looked.status).toBe('submitted');
  expect(await alarms(runId)).toBe(1);
  await look(10, batch);
  expect(await advanceBatch(batch.id, signal)).toEqual({ kind: 'done' });
  await planRun(runId);
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ status: 'completed_with_failures', counts: { failed: 3, waiting: 0 } });
  expect(run.batches).toMatchObject([{ status: 'failed', failed: 3 }]);
  expect(run.batches[0]?.reason).toContain('may have been paid for');
  expect(await db().item.count({ where: { runId, cause: 'missing', attempts: 1 } })).toBe(3);
  expect(await alarms(runId)).toBe(1);
  expect(await retryItems(engine.actor, runId, {})).toBe(3);
});

test('another batch under our id is refused, and touches no row', async () => {
  const { runId, batch } = await submitted(2);
  const provider = showing(batch, {
    state: 'completed',
    inputFileId: 'file-foreign',
    outputFileId: 'file-foreign-out',
  });
  expect(await watchBatch({ batch, provider, signal })).toMatchObject({ kind: 'wait' });
  expect(await read(batch.id)).toMatchObject({ status: 'submitted', missingLooks: 1 });
  await look(2, batch);
  await watchBatch({ batch: await read(batch.id), provider, signal });
  expect(await alarms(runId)).toBe(1);
  await look(10, batch);
  expect(await watchBatch({ batch: await read(batch.id), provider, signal })).toEqual({ kind: 'over' });
  expect(await db().item.count({ where: { runId, status: 'failed', cause: 'missing' } })).toBe(2);
});

test('a cancel gets through although the batch is gone', async () => {
  const { runId, batch } = await submitted(2);
  await cancelRun(engine.actor, runId);
  await look(3, batch);
  expect(await advanceBatch(batch.id, signal)).toEqual({ kind: 'done' });
  await planRun(runId);
  expect((await getRunView(db(), engine.actor.workspaceId, runId)).status).toBe('canceled');
});

test('a result file that is gone keeps no answer of the other file away', async () => {
  const { runId, batch, provider } = await done(4);
  expect(await watchBatch({ batch, provider, signal })).toEqual({ kind: 'next' });
  const { outputFileId } = await read(batch.id);
  await db().batch.update({ where: { id: batch.id }, data: { outputFileId: 'file-gone', errorFileId: outputFileId } });
  expect(await ingestBatch({ batch: await read(batch.id), provider, signal })).toMatchObject({ kind: 'wait' });
  await look(10, batch);
  expect(await ingestBatch({ batch: await read(batch.id), provider, signal })).toEqual({ kind: 'over' });
  expect(await db().item.count({ where: { runId, status: 'succeeded' } })).toBe(4);
  const settled = await db().batch.findUniqueOrThrow({ where: { id: batch.id } });
  expect(settled).toMatchObject({ status: 'failed', succeeded: 4, failed: 0 });
  expect(settled.reason).toContain('file-gone');
});

test('an end without a file, although rows are said to be answered, is looked at again before it counts', async () => {
  const { runId, batch } = await submitted(3);
  const provider = showing(batch, { state: 'completed', completed: 3 });
  expect(await watchBatch({ batch, provider, signal })).toMatchObject({ kind: 'wait' });
  expect((await read(batch.id)).status).toBe('submitted');
  // The file shows up after all.
  await watchBatch({
    batch,
    provider: showing(batch, { state: 'completed', completed: 3, outputFileId: 'file-late' }),
    signal,
  });
  expect(await read(batch.id)).toMatchObject({ status: 'ingesting', outputFileId: 'file-late', missingLooks: 0 });
  const other = await submitted(3);
  await look(10, other.batch);
  const never = showing(other.batch, { state: 'completed', completed: 3 });
  expect(await watchBatch({ batch: await read(other.batch.id), provider: never, signal })).toEqual({ kind: 'over' });
  expect(await db().item.count({ where: { runId: other.runId, status: 'failed', cause: 'missing' } })).toBe(3);
  expect(await alarms(runId)).toBe(0);
});

test('a batch long past its end is told of once and looked at on and on, whatever its status is called', async () => {
  const { runId, batch } = await submitted(1);
  const provider = showing(batch, { state: 'working', providerStatus: 'pondering' });
  const overdue = { expiresAt: new Date(Date.now() - 2 * 3_600_000) };
  await watchBatch({ batch, provider, signal });
  expect(await alarms(runId)).toBe(0);
  await db().batch.update({ where: { id: batch.id }, data: overdue });
  for (let time = 0; time < 3; time++)
    expect(await watchBatch({ batch: await read(batch.id), provider, signal })).toMatchObject({ kind: 'wait' });
  expect(await alarms(runId)).toBe(1);
  expect(await read(batch.id)).toMatchObject({ status: 'submitted', providerStatus: 'pondering' });
});

test('a status that goes backwards changes nothing once the answers are being read', async () => {
  const { batch, provider } = await done(2);
  await watchBatch({ batch, provider, signal });
  const before = await db().batch.findUniqueOrThrow({ where: { id: batch.id } });
  // A worker that read the batch earlier hears that it is still at work.
  await watchBatch({ batch, provider: showing(batch, { state: 'working', providerStatus: 'in_progress' }), signal });
  expect(await db().batch.findUniqueOrThrow({ where: { id: batch.id } })).toEqual(before);
});
