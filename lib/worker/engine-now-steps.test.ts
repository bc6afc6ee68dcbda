import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { ProviderError } from '#lib/providers/server/provider.ts';
import { answerBatch } from '#lib/runs/server/answer-batch.ts';
import { applyAnswers } from '#lib/runs/server/answer-store.ts';
import { compileJudge } from '#lib/runs/server/judge-answer.ts';
import { holdSending } from '#lib/runs/server/sent-requests.ts';
import { startAnswering } from '#lib/runs/server/start-answering.ts';
import { providerOf, provideSteps, read, signal } from './engine-steps-harness.ts';

const { engine, planned } = provideSteps();

/** A batch whose rows are about to be asked for one by one. */
async function answering(rows: number) {
  const { runId, batch } = await planned(rows);
  await db().run.update({ where: { id: runId }, data: { lane: 'standard' } });
  await db().batch.update({ where: { id: batch.id }, data: { lane: 'standard' } });
  const began = await read(batch.id);
  await startAnswering({ batch: began, provider: providerOf(began), signal });
  return { runId, batch: await read(batch.id) };
}

const OPTIONS = { runIsCanceling: false, hasSameRows: false };

function answerTo(rowIndex: number) {
  const judge = compileJudge({ output: { kind: 'text' }, price: null }, 'standard');
  const usage = { inputTokens: 5, cachedInputTokens: 0, outputTokens: 2 };
  return judge(rowIndex, { key: 'k', model: null, usage, answer: { kind: 'content', content: 'late' } });
}

async function runOut(batchId: string): Promise<void> {
  await db().batch.update({ where: { id: batchId }, data: { heldUntil: new Date(Date.now() - 60_000) } });
}

test('of two workers one holds the batch, and the other waits', async () => {
  const { batch } = await answering(3);
  const hold = await holdSending(batch);
  expect(hold).not.toBeNull();
  expect(await holdSending(batch)).toBeNull();
  const provider = { ...providerOf(batch), answerNow: () => Promise.reject(new Error('It must not ask.')) };
  expect(await answerBatch({ batch, provider, signal })).toMatchObject({ kind: 'wait' });
  await hold?.release();
  const next = await holdSending(batch);
  expect(next).not.toBeNull();
  await next?.release();
});

test('a worker that slept while another took the batch over can neither send nor write', async () => {
  const { runId, batch } = await answering(3);
  const asleep = await holdSending(batch);
  if (!asleep) throw new Error('It is free.');
  expect(await asleep.markSent(0, 'standard')).toBe(true);
  expect(await asleep.markSent(0, 'standard')).toBe(false);
  await runOut(batch.id);
  let asked = 0;
  const provider = providerOf(batch);
  const counting: typeof provider = {
    ...provider,
    answerNow: (line, options) => {
      asked += 1;
      return provider.answerNow(line, options);
    },
  };
  await answerBatch({ batch, provider: counting, signal });
  expect(asked).toBe(2);
  expect(await asleep.markSent(1, 'standard')).toBe(false);
  const late = applyAnswers(batch, [answerTo(0)], { ...OPTIONS, holder: asleep.holder });
  await expect(late).rejects.toMatchObject({ code: 'conflict' });
  await asleep.release();
  const items = await db().item.findMany({
    where: { runId },
    select: { status: true, cause: true },
    orderBy: { rowIndex: 'asc' },
  });
  expect(items).toEqual([
    { status: 'failed', cause: 'answer_lost' },
    { status: 'succeeded', cause: null },
    { status: 'succeeded', cause: null },
  ]);
  expect(await read(batch.id)).toMatchObject({ status: 'completed' });
  expect(await db().sentRequest.count()).toBe(0);
});

test('an answer without a note of its request is refused, and so is the same answer again', async () => {
  const { batch } = await answering(2);
  const hold = await holdSending(batch);
  if (!hold) throw new Error('It is free.');
  const apply = (row: number) => applyAnswers(batch, [answerTo(row)], { ...OPTIONS, holder: hold.holder });
  await expect(apply(0)).rejects.toMatchObject({ code: 'conflict' });
  await hold.markSent(0, 'standard');
  await apply(0);
  await expect(apply(0)).rejects.toMatchObject({ code: 'conflict' });
  expect(await db().batch.findUniqueOrThrow({ where: { id: batch.id } })).toMatchObject({
    succeeded: 1,
    inputTokens: 5n,
  });
  await hold.release();
});

test('a run that is paused, or goes another way, marks no more rows', async () => {
  const { runId, batch } = await answering(2);
  const hold = await holdSending(batch);
  if (!hold) throw new Error('It is free.');
  expect(await hold.markSent(0, 'flex')).toBe(false);
  await db().run.update({ where: { id: runId }, data: { status: 'paused' } });
  expect(await hold.markSent(0, 'standard')).toBe(false);
  await hold.release();
});

test('a refusal takes its note back, so the row can be asked for again', async () => {
  const { batch } = await answering(1);
  const provider = providerOf(batch);
  const busy = new ProviderError('rate_limited', 'The provider asks to slow down.', {
    outcome: 'refused',
    retryAfterMs: 1,
  });
  const step = await answerBatch({ batch, provider: { ...provider, answerNow: () => Promise.reject(busy) }, signal });
  expect(step).toEqual({ kind: 'wait', ms: 1 });
  expect(await db().sentRequest.count({ where: { batchId: batch.id } })).toBe(0);
  await db().batch.update({ where: { id: batch.id }, data: { nextTryAt: null } });
  await answerBatch({ batch: await read(batch.id), provider, signal });
  expect(await read(batch.id)).toMatchObject({ status: 'completed' });
  expect(await engine.sandbox.liveLedger()).not.toHaveLength(0);
});
