import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import { moveBatch } from '#lib/runs/server/batch-queries.ts';
import { resolveSubmission } from '#lib/runs/server/resolve-submission.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';
import { submitBatch } from '#lib/runs/server/submit-batch.ts';
import { uploadBatch } from '#lib/runs/server/upload-batch.ts';
import { collectNothing, provideSteps, read, rejected, signal } from './engine-steps-harness.ts';

const { engine, uploaded } = provideSteps();

test('a submission is found however many batches were made after it', async () => {
  const { batch, provider } = await uploaded(1);
  await moveBatch(db(), batch, 'submitting');
  await moveBatch(db(), batch, 'unknown');
  const crowded: Provider = {
    ...provider,
    async *listBatches() {
      for (let n = 0; n < 25_000; n++) yield { ...rejected, batchId: `batch_${n}` };
      yield { ...rejected, batchId: 'batch_ours', submissionId: batch.submissionId };
    },
  };
  await resolveSubmission({ batch: await read(batch.id), provider: crowded, signal });
  expect(await read(batch.id)).toMatchObject({ status: 'submitted', providerBatchId: 'batch_ours' });
});

test('a submission is found in a list that begins with the oldest', async () => {
  const { batch, provider } = await uploaded(1);
  await moveBatch(db(), batch, 'submitting');
  await moveBatch(db(), batch, 'unknown');
  const upsideDown: Provider = {
    ...provider,
    async *listBatches() {
      for (let n = 0; n < 300; n++) yield { ...rejected, batchId: `batch_${n}`, createdAt: new Date(n * 60_000) };
      yield { ...rejected, batchId: 'batch_ours_too', submissionId: batch.submissionId };
    },
  };
  await resolveSubmission({ batch: await read(batch.id), provider: upsideDown, signal });
  expect(await read(batch.id)).toMatchObject({ status: 'submitted', providerBatchId: 'batch_ours_too' });
});

test('the paid call is over before anybody may make it again', async () => {
  const { batch, provider } = await uploaded(1);
  const given: number[] = [];
  const noting: Provider = {
    ...provider,
    createBatch: (submission) => {
      given.push(submission.withinMs);
      return provider.createBatch(submission);
    },
  };
  await submitBatch({ batch, provider: noting, signal });
  expect(given).toHaveLength(1);
  expect(given[0]).toBeGreaterThan(0);
  // The harness looks for two seconds before it makes a call anew.
  expect(given[0]).toBeLessThanOrEqual(2_000);
});

test('a provider that shows nothing of what it was sent is sent it a few times, then a person is asked', async () => {
  const { runId, batch, provider } = await uploaded(3);
  const blind: Provider = { ...provider, listBatches: () => collectNothing() };
  for (const times of [1, 2, 3, 4]) {
    const current = await read(batch.id);
    if (current.status === 'planned') await uploadBatch({ batch: current, provider, signal });
    await moveBatch(db(), await read(batch.id), 'submitting');
    await moveBatch(db(), await read(batch.id), 'unknown', { submittingAt: new Date(0), emptyListings: 5 });
    await resolveSubmission({ batch: await read(batch.id), provider: blind, signal });
    expect(await read(batch.id)).toMatchObject({ status: 'planned', lostSubmissions: Math.min(3, times) });
    expect((await getRunView(db(), engine.actor.workspaceId, runId)).status).toBe(times < 4 ? 'running' : 'paused');
  }
});
