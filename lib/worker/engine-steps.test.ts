import { expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { pool } from '#lib/platform/db/pool.ts';
import { enqueueLater } from '#lib/platform/queue/queue.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import { ProviderError } from '#lib/providers/server/provider.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';
import { cancelRun } from '#lib/runs/server/cancel-run.ts';
import { handleRefusal } from '#lib/runs/server/handle-refusal.ts';
import { handleRejection } from '#lib/runs/server/handle-rejection.ts';
import { assignWaiting, releaseItems } from '#lib/runs/server/item-store.ts';
import { launchRun } from '#lib/runs/server/launch-run.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';
import { submitBatch } from '#lib/runs/server/submit-batch.ts';
import { uploadBatch } from '#lib/runs/server/upload-batch.ts';
import { makeAnew, providerOf, provideSteps, read, rejected, signal } from './engine-steps-harness.ts';
import { sweep } from './handlers/sweep.ts';

const { engine, planned, uploaded, submitted, paidFor } = provideSteps();

test('a worker that slept while its submission was given up makes no call for it', async () => {
  const { runId, batch, provider } = await uploaded(3);
  await makeAnew(batch);
  await expect(submitBatch({ batch, provider, signal })).rejects.toThrow('another submission');
  expect((await read(batch.id)).status).toBe('uploaded');
  expect(await paidFor(runId)).toHaveLength(0);
});

test('what a worker made for a submission given up meanwhile is stopped, and a person is told', async () => {
  const { runId, batch, provider } = await uploaded(3);
  const slow: Provider = {
    ...provider,
    async createBatch(submission) {
      const report = await provider.createBatch(submission);
      await makeAnew(batch);
      return report;
    },
    async cancelBatch(batchId) {
      stopped.push(batchId);
      return provider.cancelBatch(batchId);
    },
  };
  const stopped: string[] = [];
  await submitBatch({ batch, provider: slow, signal });
  expect(await read(batch.id)).toMatchObject({ status: 'uploaded', providerBatchId: null });
  expect(stopped).toEqual((await paidFor(runId)).map((entry) => entry.batchId));
  expect(await db().runEvent.count({ where: { runId, kind: 'alarm' } })).toBe(1);
});

test('a late refusal of an upload takes no row from a batch that another worker has sent', async () => {
  const { runId, batch } = await planned(4);
  const provider = providerOf(batch);
  await uploadBatch({ batch, provider, signal });
  await submitBatch({ batch: await read(batch.id), provider, signal });
  const tooLarge = new ProviderError('file_too_large', 'Too large.', { outcome: 'refused' });
  await expect(handleRefusal(batch, tooLarge)).rejects.toThrow('not planned any more');
  expect(await db().item.count({ where: { runId, batchId: batch.id, status: 'in_flight' } })).toBe(4);
});

test('a run without a key can be canceled', async () => {
  const { workspaceId } = engine.actor;
  await db().connection.create({
    data: { id: newId('con'), workspaceId, key: 'keyless', name: 'Keyless', kind: 'openai' },
  });
  const { runId, batch } = await planned(2, 'keyless');
  await advanceBatch(batch.id, signal);
  expect((await getRunView(db(), workspaceId, runId)).status).toBe('paused');
  await cancelRun(engine.actor, runId);
  await advanceBatch(batch.id, signal);
  await planRun(runId);
  expect(await getRunView(db(), workspaceId, runId)).toMatchObject({ status: 'canceled', counts: { canceled: 2 } });
});

test('a key that is refused while a batch is at the provider pauses the run and says so; the batch stays', async () => {
  const { runId, batch } = await submitted(2);
  const { workspaceId } = engine.actor;
  const connectionId = newId('con');
  await db().connection.create({
    data: { id: connectionId, workspaceId, key: connectionId, name: 'Revoked', kind: 'openai' },
  });
  await db().batch.update({ where: { id: batch.id }, data: { connectionId } });
  for (let look = 0; look < 2; look++)
    expect(await advanceBatch(batch.id, signal)).toMatchObject({ kind: 'again', afterMs: 60_000 });
  const run = await getRunView(db(), workspaceId, runId);
  expect(run).toMatchObject({ status: 'paused', counts: { inFlight: 2 } });
  expect(run.reason).toContain('API key');
  expect(run.batches[0]).toMatchObject({ status: 'submitted', providerBatchId: batch.providerBatchId });
  expect(await db().runEvent.count({ where: { runId, kind: 'trouble' } })).toBe(1);
});

test('a batch refused for capacity after its run was canceled does not wait for capacity', async () => {
  const { runId, batch } = await submitted(2);
  await cancelRun(engine.actor, runId);
  const problems = [{ line: null, code: 'token_limit_exceeded', message: 'Full.', kind: 'capacity' as const }];
  expect(await handleRejection(await read(batch.id), { ...rejected, problems })).toEqual({ kind: 'next' });
  await advanceBatch(batch.id, signal);
  expect((await read(batch.id)).status).toBe('canceled');
});

test('rows that come back to waiting while their run is being canceled are canceled with it', async () => {
  const { runId, batch } = await planned(3);
  await cancelRun(engine.actor, runId);
  await releaseItems(db(), batch, 2);
  await advanceBatch(batch.id, signal);
  await planRun(runId);
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ status: 'canceled', counts: { total: 3, waiting: 0, canceled: 3 } });
});

test('a batch that waits on purpose is not woken before its time, and one without a task gets one', async () => {
  const [waits, lost] = [(await planned(1)).batch, (await planned(1)).batch];
  await pool().query('delete from pgboss.job');
  await db().batch.updateMany({
    where: { id: { in: [waits.id, lost.id] } },
    data: { createdAt: new Date(Date.now() - 3_600_000) },
  });
  await enqueueLater('batch.advance', { batchId: waits.id }, waits.id, 3_600_000);
  await sweep();
  const { rows } = await pool().query(
    `select singleton_key as key, start_after > now() + interval '30 minutes' as later from pgboss.job where singleton_key = any($1)`,
    [[waits.id, lost.id]],
  );
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({ key: waits.id, later: true });
  expect(rows).toContainEqual({ key: lost.id, later: false });
});

test('a refusal that names no line of ours fails its rows; they are not sent round and round', async () => {
  const { runId, batch } = await submitted(2);
  const problems = [{ line: 99, code: 'invalid_request', message: 'Line 99 is bad.', kind: 'line' as const }];
  await handleRejection(batch, { ...rejected, problems });
  expect(await db().item.count({ where: { runId, status: 'failed', errorMessage: 'Line 99 is bad.' } })).toBe(2);
});

test('an address that takes no batches pauses the run and fails no row', async () => {
  const { runId, batch } = await planned(2);
  await handleRefusal(batch, new ProviderError('not_found', 'Nothing there.', { outcome: 'refused' }));
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ status: 'paused', counts: { inFlight: 2, failed: 0 } });
  expect(run.reason).toContain('address');
});

test('a model that is gone pauses the run and fails no row', async () => {
  const { runId, batch } = await submitted(2);
  const problems = [{ line: 1, code: 'model_not_found', message: 'Not supported.', kind: 'line' as const }];
  await handleRejection(batch, { ...rejected, problems });
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ status: 'paused', counts: { inFlight: 2, failed: 0 } });
  expect(run.reason).toContain('does not offer this model');
});

test('rows that cannot be sent keep their own reason, and nothing is uploaded for them', async () => {
  const { runId, batch, provider } = await planned(2).then(async (made) => ({
    ...made,
    provider: providerOf(made.batch),
  }));
  let uploads = 0;
  const strict: Provider = {
    ...provider,
    requestLine: () => {
      throw new Error('This row is odd.');
    },
    uploadInput: (...args) => {
      uploads += 1;
      return provider.uploadInput(...args);
    },
  };
  await uploadBatch({ batch, provider: strict, signal });
  expect(uploads).toBe(0);
  expect(await read(batch.id)).toMatchObject({ status: 'failed' });
  const items = await db().item.findMany({ where: { runId } });
  expect(items.map((item) => item.errorMessage)).toEqual(['This row is odd.', 'This row is odd.']);
});

test('an upload that ends after its submission was given up leaves no mark on the next one', async () => {
  const { batch } = await planned(2);
  const provider = providerOf(batch);
  const slow: Provider = {
    ...provider,
    uploadInput: async (...args) => {
      const sent = await provider.uploadInput(...args);
      await db().batch.update({ where: { id: batch.id }, data: { submissionId: newId('sub') } });
      return sent;
    },
  };
  await expect(uploadBatch({ batch, provider: slow, signal })).rejects.toThrow();
  expect(await read(batch.id)).toMatchObject({ status: 'planned', inputFileId: null });
});

test('rows that come to wait while others are being planned wait for the next planning', async () => {
  const { runId, batch } = await planned(5);
  await releaseItems(db(), batch);
  expect(await assignWaiting(db(), { id: runId, rowsPerBatch: 2 }, 0, ['bat_a', 'bat_b'], { batchIds: [] })).toBe(4);
  expect(await db().item.findMany({ where: { runId, status: 'waiting' }, select: { rowIndex: true } })).toEqual([
    { rowIndex: 4 },
  ]);
});

test('a run launched without a look at its receipt keeps what it would have said', async () => {
  const datasetId = await engine.makeDataset([['a']], ['text']);
  const runId = await engine.launch({ datasetId, launch: false });
  await launchRun(engine.actor, runId);
  const { cost } = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(Number(cost.estimate.expectedUsd)).toBeGreaterThan(0);
});
