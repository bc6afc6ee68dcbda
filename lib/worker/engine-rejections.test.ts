import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { type EngineBatch, moveBatch } from '#lib/runs/server/batch-queries.ts';
import { handleRejection } from '#lib/runs/server/handle-rejection.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';
import { uploadBatch } from '#lib/runs/server/upload-batch.ts';
import { providerOf, provideSteps, read, rejected, signal } from './engine-steps-harness.ts';

const { engine, planned } = provideSteps();

/** The provider takes the batch as it is now and then names these lines of its file. */
async function refuse(batch: EngineBatch, lines: readonly number[]): Promise<EngineBatch> {
  if (batch.status === 'planned') await uploadBatch({ batch, provider: providerOf(batch), signal });
  await moveBatch(db(), await read(batch.id), 'submitting');
  await moveBatch(db(), await read(batch.id), 'submitted', { providerBatchId: `batch_${Math.random()}` });
  const problems = lines.map((line) => ({
    ...{ line, code: 'invalid_request', kind: 'line' as const },
    message: `Line ${line} is bad.`,
  }));
  await handleRejection(await read(batch.id), { ...rejected, problems });
  return read(batch.id);
}

test('refused lines fail their rows, and the same batch goes out again without them', async () => {
  const { runId, batch } = await planned(6);
  const again = await refuse(batch, [2, 5]);
  expect(again).toMatchObject({ status: 'planned', requestCount: 4, providerBatchId: null, inputFileId: null });
  expect(again.submissionId).not.toBe(batch.submissionId);
  const failed = await db().item.findMany({ where: { runId, status: 'failed' }, orderBy: { rowIndex: 'asc' } });
  expect(failed.map((item) => [item.rowIndex, item.errorMessage])).toEqual([
    [1, 'Line 2 is bad.'],
    [4, 'Line 5 is bad.'],
  ]);
  expect(await db().item.count({ where: { runId, status: 'in_flight', batchId: batch.id } })).toBe(4);
});

test('a provider that names one bad line at a time is asked ten times, not once a row', async () => {
  const { runId, batch } = await planned(40);
  let current = batch;
  for (let time = 1; time < 10; time++) {
    current = await refuse(current, [1]);
    expect(current).toMatchObject({ status: 'planned', requestCount: 40 - time });
  }
  expect(await refuse(current, [1])).toMatchObject({ status: 'failed' });
  await planRun(runId);
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ status: 'completed_with_failures', counts: { failed: 40 }, batches: { length: 1 } });
  expect(run.batches[0]?.reason).toContain('10 times, each time for other rows');
  expect(await db().item.count({ where: { runId, errorMessage: 'Line 1 is bad.' } })).toBe(10);
});

test('a batch whose every line was refused is over', async () => {
  const { runId, batch } = await planned(2);
  expect(await refuse(batch, [1, 2])).toMatchObject({ status: 'failed' });
  await planRun(runId);
  expect((await getRunView(db(), engine.actor.workspaceId, runId)).counts.failed).toBe(2);
});

test('a refused request of several rows fails none of them while they can be asked in smaller ones', async () => {
  const { runId, batch } = await planned(9, 'sandbox', { rowsPerRequest: 3, retry: { maxAttempts: 2 } });
  expect(await refuse(batch, [2])).toMatchObject({ status: 'planned', requestCount: 6 });
  const parted = await db().item.findMany({ where: { runId, status: 'waiting' }, orderBy: { rowIndex: 'asc' } });
  expect(parted.map((item) => [item.rowIndex, item.attempts, item.batchId, item.errorMessage])).toEqual(
    [3, 4, 5].map((row) => [row, 1, null, 'Line 2 is bad.']),
  );
  await planRun(runId);
  const alone = await db().batch.findFirstOrThrow({ where: { runId, number: 2 } });
  expect(alone).toMatchObject({ rowsPerRequest: 1, requestCount: 3, attempt: 2 });
  // The second of them is the bad one: named alone, it fails, and the others go out again.
  await refuse(await read(alone.id), [2]);
  const failed = await db().item.findMany({ where: { runId, status: 'failed' } });
  expect(failed.map((item) => [item.rowIndex, item.cause])).toEqual([[4, 'invalid_request']]);
  expect(await db().item.count({ where: { runId, status: 'in_flight' } })).toBe(8);
  // What is left of the first batch goes out under the lines of its new file.
  expect(await refuse(await read(batch.id), [2])).toMatchObject({ requestCount: 3 });
  expect(await db().item.count({ where: { runId, status: 'waiting', rowIndex: { in: [6, 7, 8] } } })).toBe(3);
});
