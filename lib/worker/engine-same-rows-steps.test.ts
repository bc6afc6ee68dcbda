import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import { applyAnswers } from '#lib/runs/server/answer-store.ts';
import { type EngineBatch, moveBatch } from '#lib/runs/server/batch-queries.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { halve } from '#lib/runs/server/handle-refusal.ts';
import { handleRejection } from '#lib/runs/server/handle-rejection.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { settleBatch } from '#lib/runs/server/settle-batch.ts';
import { uploadBatch } from '#lib/runs/server/upload-batch.ts';
import { providerOf, provideSteps, read, rejected, signal } from './engine-steps-harness.ts';

const { engine } = provideSteps();

/** A planned run over rows that ask by number, and its batches. */
async function plan(asked: readonly number[], input: Record<string, unknown> = {}) {
  const rows = asked.map((number) => [`question ${number}`]);
  const runId = await engine.launch({ datasetId: await engine.makeDataset(rows, ['text']), ...input });
  await planRun(runId);
  return { runId, batches: await batchesOf(runId) };
}

async function batchesOf(runId: string): Promise<EngineBatch[]> {
  const batches = await db().batch.findMany({ where: { runId }, select: { id: true }, orderBy: { number: 'asc' } });
  return Promise.all(batches.map(({ id }) => read(id)));
}

/** The rows of every batch, by its number; waiting and failed rows stand apart. */
async function placesOf(runId: string) {
  const numbers = new Map((await batchesOf(runId)).map((batch) => [batch.id, `batch ${batch.number}`]));
  const items = await db().item.findMany({ where: { runId }, orderBy: { rowIndex: 'asc' } });
  const places = Map.groupBy(items, (item) =>
    item.status === 'in_flight' ? numbers.get(item.batchId ?? '') : item.status,
  );
  return Object.fromEntries([...places].map(([place, rows]) => [place, rows.map((row) => row.rowIndex)]));
}

const isWhole = (runId: string) => checkRun({ id: runId, workspaceId: engine.actor.workspaceId });

async function submit(batch: EngineBatch | undefined): Promise<EngineBatch> {
  if (!batch) throw new Error('There is no such batch.');
  await uploadBatch({ batch, provider: providerOf(batch), signal });
  await moveBatch(db(), await read(batch.id), 'submitting');
  await moveBatch(db(), await read(batch.id), 'submitted', { providerBatchId: `batch_${batch.submissionId}` });
  return read(batch.id);
}

test('only the first row of each group is in the file', async () => {
  const { batches } = await plan([0, 1, 0, 2, 1]);
  let content = '';
  const provider: Provider = {
    ...(batches[0] ? providerOf(batches[0]) : rejectedProvider()),
    async uploadInput(_name, chunks) {
      for await (const chunk of chunks) content += Buffer.from(chunk).toString();
      return { fileId: 'file-x', sizeBytes: null };
    },
  };
  if (batches[0]) await uploadBatch({ batch: batches[0], provider, signal });
  const asked = content
    .trim()
    .split('\n')
    .map((line) => /question \d/.exec(line)?.[0]);
  expect(asked).toEqual(['question 0', 'question 1', 'question 2']);
  expect(await read(batches[0]?.id ?? '')).toMatchObject({ status: 'uploaded', requestCount: 3 });
});

function rejectedProvider(): never {
  throw new Error('There is no batch.');
}

test('a batch that is full at 100 MB keeps whole groups, and the rest goes out in the next one', async () => {
  // Row 4 follows row 0 and stays; rows 2 and 3 lead groups behind the cut, and take theirs along.
  const { runId, batches } = await plan([0, 1, 2, 3, 0, 2, 3]);
  const [batch] = batches;
  if (!batch) throw new Error('There is no batch.');
  const huge = 'x'.repeat(40 * 1024 * 1024);
  const provider: Provider = {
    ...providerOf(batch),
    requestLine: () => huge,
    async uploadInput(_name, chunks) {
      let sizeBytes = 0;
      for await (const chunk of chunks) sizeBytes += chunk.byteLength;
      return { fileId: 'file-huge', sizeBytes };
    },
  };
  await uploadBatch({ batch, provider, signal });
  expect(await placesOf(runId)).toEqual({ 'batch 1': [0, 1, 4], waiting: [2, 3, 5, 6] });
  expect(await isWhole(runId)).toBeNull();
  await planRun(runId);
  expect(await placesOf(runId)).toEqual({ 'batch 1': [0, 1, 4], 'batch 2': [2, 3, 5, 6] });
  expect((await batchesOf(runId)).map(({ requestCount }) => requestCount)).toEqual([2, 2]);
});

test('a batch is halved between requests', async () => {
  const { runId, batches } = await plan([0, 1, 2, 0, 3, 2, 1]);
  if (batches[0]) await halve(batches[0]);
  expect(await placesOf(runId)).toEqual({ 'batch 1': [0, 1, 3, 6], waiting: [2, 4, 5] });
  expect(await isWhole(runId)).toBeNull();
  await planRun(runId);
  expect((await batchesOf(runId)).map(({ requestCount }) => requestCount)).toEqual([2, 2]);
});

test('waiting rows fill their batches by requests, in the order of the rows that are sent', async () => {
  const { runId, batches } = await plan([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], { batch: { maxRequests: 5 } });
  await db().$executeRaw`update "item" set "status" = 'waiting', "batchId" = null where "runId" = ${runId}`;
  await db().batch.deleteMany({ where: { id: { in: batches.map(({ id }) => id) } } });
  await db().run.update({ where: { id: runId }, data: { maxRequests: 2 } });
  await planRun(runId);
  expect(await placesOf(runId)).toEqual({ 'batch 1': [0, 1, 5, 6], 'batch 2': [2, 3, 7, 8], 'batch 3': [4, 9] });
  expect((await batchesOf(runId)).map(({ requestCount }) => requestCount)).toEqual([2, 2, 1]);
});

test('a line that is refused at validation fails all of its rows, and the others go out again', async () => {
  const { runId, batches } = await plan([0, 1, 0, 1, 2]);
  const batch = await submit(batches[0]);
  const problems = [{ line: 2, code: 'invalid_request', kind: 'line' as const, message: 'Line 2 is bad.' }];
  await handleRejection(batch, { ...rejected, problems });
  expect(await placesOf(runId)).toEqual({ 'batch 1': [0, 2, 4], failed: [1, 3] });
  expect(await read(batch.id)).toMatchObject({ status: 'planned', requestCount: 2 });
  expect(await isWhole(runId)).toBeNull();
  const last = await submit(await read(batch.id));
  const rest = [1, 2].map((line) => ({ line, code: 'x', kind: 'line' as const, message: `Line ${line} is bad.` }));
  await handleRejection(last, { ...rejected, problems: rest });
  expect(await placesOf(runId)).toEqual({ failed: [0, 1, 2, 3, 4] });
  expect(await db().batch.findUniqueOrThrow({ where: { id: batch.id } })).toMatchObject({
    status: 'failed',
    failed: 2,
  });
  expect(await isWhole(runId)).toBeNull();
});

test('what a batch that expired did answer is shared, and the rest is sent again for all who ask it', async () => {
  const { runId, batches } = await plan([0, 1, 0, 1, 1]);
  const batch = await submit(batches[0]);
  await moveBatch(db(), batch, 'ingesting', { outcome: 'expired' });
  const answer = {
    ...{ rowIndex: 0, cause: null, transient: false, message: null, outputs: ['yes'], rawAnswer: null },
    ...{ inputTokens: 3, cachedInputTokens: 1, outputTokens: 2, costPicoUsd: '70', realtimePicoUsd: '140' },
    isLong: false,
    isUnpriced: false,
  };
  const options = { runIsCanceling: false, hasSameRows: true };
  // Two workers read the same file: one waits for the other, and finds it done.
  const strangers = await Promise.all([1, 2].map(() => applyAnswers(batch, [answer], options)));
  expect(strangers).toEqual([0, 0]);
  await settleBatch(await read(batch.id), { unknown: 0, repeated: 0, invented: 0 });
  expect(await placesOf(runId)).toEqual({ succeeded: [0, 2], waiting: [1, 3, 4] });
  const booked = await db().batch.findUniqueOrThrow({ where: { id: batch.id } });
  expect(booked).toMatchObject({ succeeded: 1, failed: 1, costPicoUsd: 70n, unsentRows: 1, unsentPicoUsd: 70n });
  const items = await db().item.findMany({ where: { runId, status: 'succeeded' }, orderBy: { rowIndex: 'asc' } });
  expect(items).toMatchObject([
    { outputs: ['yes'], inputTokens: 3, costPicoUsd: 70n, realtimePicoUsd: 140n, attempts: 1 },
    { outputs: ['yes'], inputTokens: 0, costPicoUsd: 0n, realtimePicoUsd: 0n, attempts: 1 },
  ]);
  expect(await isWhole(runId)).toBeNull();
});

test('of two workers that plan at once one finds the groups made', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => [`question ${index % 70}`]);
  const runId = await engine.launch({
    datasetId: await engine.makeDataset(rows, ['text']),
    batch: { maxRequests: 30 },
  });
  await Promise.all([planRun(runId), planRun(runId), planRun(runId)]);
  expect((await batchesOf(runId)).map(({ requestCount }) => requestCount)).toEqual([30, 30, 10]);
  expect(await db().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ sameRows: 230 });
  expect(await isWhole(runId)).toBeNull();
});

test('a row that parts from the one sent for it, and a shared answer that is not booked, are alarms', async () => {
  const { runId } = await plan([0, 0, 1, 1]);
  await db().$executeRaw`update "item" set "attempts" = 1 where "runId" = ${runId} and "rowIndex" = 1`;
  expect(await isWhole(runId)).toBe('1 row parted from the row that was sent for them.');
  await db().$executeRaw`update "item" set "attempts" = 0 where "runId" = ${runId}`;
  await db().batch.updateMany({ where: { runId }, data: { unsentRows: 2 } });
  expect(await isWhole(runId)).toContain('0 shared answers, but the batches booked 2');
});
