import { expect, test } from 'vitest';
import { parseUsd } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';
import { type EngineBatch, moveBatch } from '#lib/runs/server/batch-queries.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { bookDuplicates } from '#lib/runs/server/duplicate-batches.ts';
import { ingestBatch } from '#lib/runs/server/ingest-batch.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { resolveSubmission } from '#lib/runs/server/resolve-submission.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';
import { submitBatch } from '#lib/runs/server/submit-batch.ts';
import { watchBatch } from '#lib/runs/server/watch-batch.ts';
import { provideSteps, read, signal } from './engine-steps-harness.ts';

const { engine, uploaded, paidFor } = provideSteps();

/** gpt-4o-mini in a batch: $0.075 and $0.30 per million tokens. */
async function billOf(runId: string): Promise<bigint> {
  return (await paidFor(runId)).reduce(
    (sum, entry) => sum + BigInt(entry.billedInputTokens) * 75_000n + BigInt(entry.billedOutputTokens) * 300_000n,
    0n,
  );
}

/** Submitted, answered by the provider, and about to be read. */
async function answered(rows: number): Promise<{ runId: string; batch: EngineBatch; provider: Provider }> {
  const { runId, batch, provider } = await uploaded(rows);
  await submitBatch({ batch, provider, signal });
  await engine.sandbox.idle();
  await watchBatch({ batch: await read(batch.id), provider, signal });
  return { runId, batch: await read(batch.id), provider };
}

test('what a second batch of one submission cost is booked apart: ours and the duplicate are the provider’s bill', async () => {
  const { runId, batch, provider } = await uploaded(5);
  const { submissionId, inputFileId } = batch;
  const submission = { submissionId, inputFileId: inputFileId ?? '', runId, batchId: batch.id, withinMs: 60_000 };
  for (let time = 0; time < 2; time++) await provider.createBatch(submission);
  await engine.sandbox.idle();
  await moveBatch(db(), batch, 'submitting');
  await moveBatch(db(), batch, 'unknown');
  await resolveSubmission({ batch: await read(batch.id), provider, signal });
  await advanceBatch(batch.id, signal);
  await planRun(runId);
  for (let time = 0; time < 2; time++) await bookDuplicates();
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 5 }, cost: { unknownAnswers: 0 } });
  const [kept, duplicate] = [parseUsd(run.cost.batchUsd ?? ''), parseUsd(run.cost.duplicateUsd ?? '')];
  expect(duplicate).toBeGreaterThan(0n);
  const { outcome } = run.cost.estimate;
  expect(outcome).toMatchObject({ estimatedRows: 5, billedRows: 5, paidUsd: run.cost.batchUsd });
  expect(outcome?.input.paidTokens).toBeCloseTo(run.usage.inputTokens / 5, 2);
  expect((kept ?? 0n) + (duplicate ?? 0n)).toBe(await billOf(runId));
  expect(await db().duplicateBatch.findMany({ where: { runId } })).toMatchObject([
    { answers: 5, bookedAt: expect.any(Date) },
  ]);
  expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
  expect(await db().runEvent.count({ where: { runId, kind: 'alarm' } })).toBe(1);
});

test('a batch that was refused at validation is nobody’s duplicate, and the other one is kept', async () => {
  const { runId, batch, provider } = await uploaded(2);
  const { submissionId, inputFileId } = batch;
  const submission = { submissionId, inputFileId: inputFileId ?? '', runId, batchId: batch.id, withinMs: 60_000 };
  let batches = 0;
  engine.faults.batch = () => (++batches === 1 ? ['file-not-found'] : null);
  for (let time = 0; time < 2; time++) await provider.createBatch(submission);
  delete engine.faults.batch;
  await engine.sandbox.idle();
  await moveBatch(db(), batch, 'submitting');
  await moveBatch(db(), batch, 'unknown');
  await resolveSubmission({ batch: await read(batch.id), provider, signal });
  const { providerBatchId } = await read(batch.id);
  expect(providerBatchId).toBe((await paidFor(runId)).find((entry) => entry.completed > 0)?.batchId);
  expect(await db().duplicateBatch.count({ where: { runId } })).toBe(0);
});

test('rows, batches and the provider count the same tokens, and one token more or less in any of them is an alarm', async () => {
  const { runId, batch, provider } = await answered(6);
  await ingestBatch({ batch, provider, signal });
  await planRun(runId);
  const place = { id: runId, workspaceId: engine.actor.workspaceId };
  expect(await checkRun(place)).toBeNull();
  const [ledger] = await paidFor(runId);
  const booked = await db().batch.findUniqueOrThrow({ where: { id: batch.id } });
  const items = (await db().item.aggregate({ where: { runId }, _sum: { inputTokens: true, outputTokens: true } }))._sum;
  const [input, output] = [ledger?.billedInputTokens ?? 0, ledger?.billedOutputTokens ?? 0];
  expect(input).toBeGreaterThan(0);
  expect([items.inputTokens, items.outputTokens]).toEqual([input, output]);
  expect([booked.inputTokens, booked.outputTokens]).toEqual([BigInt(input), BigInt(output)]);
  expect([booked.reportedInputTokens, booked.reportedOutputTokens]).toEqual([BigInt(input), BigInt(output)]);
  const row = { runId_rowIndex: { runId, rowIndex: 3 } };
  const changes = [
    (by: number) => db().item.update({ where: row, data: { outputTokens: { increment: by } } }),
    (by: number) => db().batch.update({ where: { id: batch.id }, data: { inputTokens: { increment: by } } }),
    (by: number) => db().batch.update({ where: { id: batch.id }, data: { reportedOutputTokens: { increment: by } } }),
  ];
  for (const change of changes) {
    for (const by of [1, -1]) {
      await change(by);
      expect(await checkRun(place)).toMatch(/tokens/);
      await change(-by);
      expect(await checkRun(place)).toBeNull();
    }
  }
  expect(await db().runEvent.count({ where: { runId, kind: 'alarm' } })).toBe(changes.length * 2);
});

test('an answer whose tokens the provider does not state is kept, and its cost is unknown', async () => {
  const { runId, batch, provider } = await answered(4);
  let lines = 0;
  const silent: Provider = {
    ...provider,
    parseLine: (line) => ({ ...provider.parseLine(line), ...(++lines === 1 && { usage: null }) }),
  };
  await ingestBatch({ batch, provider: silent, signal });
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ counts: { succeeded: 4 }, cost: { unknownAnswers: 1 } });
  expect(await db().item.count({ where: { runId, status: 'succeeded', costPicoUsd: null } })).toBe(1);
  const end = await db().runEvent.findFirstOrThrow({ where: { runId, kind: 'finished' } });
  expect(end.message).toContain('the cost of 1 unknown');
});

test('rows that timed out at the provider are sent again by themselves, and cost nothing', async () => {
  const { runId, batch, provider } = await answered(3);
  const late: Provider = {
    ...provider,
    parseLine: (line) => {
      const timedOut = { response: null, error: { code: 'request_timeout', message: 'This request timed out.' } };
      return provider.parseLine(JSON.stringify({ ...JSON.parse(line), ...timedOut }));
    },
  };
  await ingestBatch({ batch, provider: late, signal });
  const where = { runId, status: 'waiting' as const, attempts: 1, cause: { not: null }, costPicoUsd: 0n };
  expect(await db().item.count({ where })).toBe(3);
  await planRun(runId);
  const run = await getRunView(db(), engine.actor.workspaceId, runId);
  expect(run).toMatchObject({ status: 'running', counts: { inFlight: 3, failed: 0 }, cost: { unknownAnswers: 0 } });
  expect(run.batches[1]).toMatchObject({ attempt: 2, requestCount: 3 });
});

test('an answer to a row of the run that is not of this batch is set aside and counted', async () => {
  const { runId, batch, provider } = await answered(3);
  // The run has more rows than this batch, as when the rest of them is in another one.
  await db().batch.create({
    data: { ...other(batch), id: 'bat_other', number: 2, submissionId: 'sub_other', requestCount: 1 },
  });
  await db().item.update({ where: { runId_rowIndex: { runId, rowIndex: 2 } }, data: { batchId: 'bat_other' } });
  await ingestBatch({ batch, provider, signal });
  expect(await db().batch.findUniqueOrThrow({ where: { id: batch.id } })).toMatchObject({
    succeeded: 2,
    unknownAnswers: 1,
  });
  const item = await db().item.findUniqueOrThrow({ where: { runId_rowIndex: { runId, rowIndex: 2 } } });
  expect(item).toMatchObject({ status: 'in_flight', outputs: [] });
});

function other({ workspaceId, runId, connectionId }: EngineBatch) {
  return { workspaceId, runId, connectionId, attempt: 1, status: 'planned' as const };
}
