import { expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { enterLimit } from '#lib/providers/server/capacity-queries.ts';
import { ProviderError } from '#lib/providers/server/provider.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';
import { type EngineBatch, moveBatch } from '#lib/runs/server/batch-queries.ts';
import { cancelRun } from '#lib/runs/server/cancel-run.ts';
import { findNextInLine, wakeNextInLine } from '#lib/runs/server/capacity-line.ts';
import { lineOf } from '#lib/runs/server/check-capacity.ts';
import { handleRefusal } from '#lib/runs/server/handle-refusal.ts';
import { handleRejection } from '#lib/runs/server/handle-rejection.ts';
import { submitBatch } from '#lib/runs/server/submit-batch.ts';
import { waitInLine } from '#lib/runs/server/wait-in-line.ts';
import { provideSteps, read, rejected, signal } from './engine-steps-harness.ts';

const { engine, uploaded, submitted, paidFor } = provideSteps();

/** Every test has a line of its own. */
async function alone(batch: EngineBatch): Promise<EngineBatch> {
  const model = newId('run');
  await db().run.update({ where: { id: batch.runId }, data: { model } });
  return read(batch.id);
}

async function limit(batch: EngineBatch, tokens: number): Promise<void> {
  const { connectionId, run } = batch;
  await enterLimit(db(), engine.actor.workspaceId, { connectionId, model: run.model, tokens });
}

function inLine(batch: EngineBatch, more: { sinceMs: number; runId?: string; number?: number }) {
  const { workspaceId, connectionId } = batch;
  const id = newId('bat');
  return {
    ...{ id, workspaceId, connectionId, runId: more.runId ?? batch.runId, number: more.number ?? 1, attempt: 1 },
    ...{
      submissionId: newId('sub'),
      inputFileId: newId('sub'),
      requestCount: 1,
      status: 'waiting_for_capacity' as const,
    },
    waitsSince: new Date(Date.now() - more.sinceMs),
  };
}

test('of two workers for the last room one sends, the other stands in line and is not asked for', async () => {
  const [a, b] = [await uploaded(4), await uploaded(4)];
  const first = await alone(a.batch);
  await db().run.update({ where: { id: b.runId }, data: { model: first.run.model } });
  const second = await read(b.batch.id);
  await limit(first, Math.round(first.estimatedTokens * 1.5));
  await Promise.all([
    submitBatch({ batch: first, provider: a.provider, signal }),
    submitBatch({ batch: second, provider: b.provider, signal }),
  ]);
  const now = [await read(first.id), await read(second.id)];
  expect(now.map((batch) => batch.status).toSorted()).toEqual(['submitted', 'waiting_for_capacity']);
  expect((await paidFor(a.runId)).length + (await paidFor(b.runId)).length).toBe(1);
  const waiting = now.find((batch) => batch.status === 'waiting_for_capacity') ?? first;
  expect(waiting.inputFileId).not.toBeNull();
  expect(await waitInLine(waiting)).toMatchObject({ kind: 'wait' });
  const sent = now.find((batch) => batch.status === 'submitted') ?? first;
  await moveBatch(db(), sent, 'ingesting', { outcome: 'completed' });
  expect(await waitInLine(waiting)).toEqual({ kind: 'next' });
  expect((await read(waiting.id)).status).toBe('uploaded');
});

test('runs take turns: who has least at the provider first, then who waited longest, then the order in the run', async () => {
  const old = await alone((await submitted(1)).batch);
  const fresh = await alone((await uploaded(1)).batch);
  await db().run.update({ where: { id: fresh.runId }, data: { model: old.run.model } });
  const oldLine = [2, 3].map((number) => inLine(old, { sinceMs: 60_000, number }));
  const freshLine = [2, 3].map((number) => inLine(fresh, { sinceMs: 1_000, number }));
  await db().batch.createMany({ data: [...oldLine, ...freshLine] });
  const order: string[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const id = await findNextInLine(db(), lineOf(old));
    order.push(id ?? '');
    await db().batch.update({ where: { id: id ?? '' }, data: { status: 'submitting', submittingAt: new Date() } });
  }
  const [o2, o3] = oldLine.map((batch) => batch.id);
  const [f2, f3] = freshLine.map((batch) => batch.id);
  // The older run has one batch at the provider already.
  expect(order).toEqual([f2, o2, f3, o3]);
  expect(await findNextInLine(db(), lineOf(old))).toBeNull();
});

test('a run that is paused or canceled leaves the line', async () => {
  const { batch } = await uploaded(1);
  const own = await alone(batch);
  await db().batch.update({ where: { id: own.id }, data: { status: 'waiting_for_capacity', waitsSince: new Date() } });
  expect(await findNextInLine(db(), lineOf(own))).toBe(own.id);
  await cancelRun(engine.actor, own.runId);
  expect(await findNextInLine(db(), lineOf(own))).toBeNull();
  await advanceBatch(own.id, signal);
  expect((await read(own.id)).status).toBe('canceled');
});

test('what comes later does not pass those who wait', async () => {
  const { batch, provider } = await uploaded(1);
  const own = await alone(batch);
  await db().batch.create({ data: inLine(own, { sinceMs: 5_000, number: 7 }) });
  await submitBatch({ batch: own, provider, signal });
  expect(await read(own.id)).toMatchObject({ status: 'waiting_for_capacity', refusals: 0 });
});

test('room that is made ends the pause after a refusal, but not a pause the provider asked for', async () => {
  const own = await alone((await submitted(2)).batch);
  const problems = [{ line: null, code: 'token_limit_exceeded', message: 'Full.', kind: 'capacity' as const }];
  await handleRejection(own, { ...rejected, problems });
  const refused = await read(own.id);
  expect(refused).toMatchObject({
    status: 'waiting_for_capacity',
    refusals: 1,
    providerBatchId: null,
    inputFileId: null,
  });
  expect(refused.nextTryAt).not.toBeNull();
  await wakeNextInLine(lineOf(own), { hasRoom: true });
  expect((await read(own.id)).nextTryAt).toBeNull();

  const asked = await alone((await uploaded(2)).batch);
  await moveBatch(db(), asked, 'submitting');
  const slowDown = new ProviderError('rate_limited', 'Slow down.', { outcome: 'refused', retryAfterMs: 3_600_000 });
  expect(await handleRefusal(await read(asked.id), slowDown)).toEqual({ kind: 'wait', ms: 3_600_000 });
  await wakeNextInLine(lineOf(asked), { hasRoom: true });
  const stays = await read(asked.id);
  expect((stays.nextTryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  expect(await waitInLine(stays)).toMatchObject({ kind: 'wait' });
  await moveBatch(db(), stays, 'canceled');
});

test('more than 2,000 batches an hour are not created; the next goes out when the hour is over', async () => {
  const { batch, provider } = await uploaded(1);
  const own = await alone(batch);
  const { workspaceId } = engine.actor;
  const connection = await db().connection.create({
    data: { id: newId('con'), workspaceId, key: newId('con'), name: 'Busy', kind: 'sandbox' },
  });
  const submittingAt = new Date(Date.now() - 50 * 60_000);
  const made = Array.from({ length: 2_000 }, (_, index) => ({
    ...inLine(own, { sinceMs: 0, number: index + 10 }),
    ...{
      connectionId: connection.id,
      status: 'failed' as const,
      waitsSince: null,
      submittingAt,
      finishedAt: new Date(),
    },
  }));
  await db().batch.createMany({ data: made });
  await db().batch.update({ where: { id: own.id }, data: { connectionId: connection.id } });
  await submitBatch({ batch: await read(own.id), provider, signal });
  const held = await db().batch.findUniqueOrThrow({ where: { id: own.id } });
  expect(held).toMatchObject({
    status: 'waiting_for_capacity',
    nextTryAt: new Date(submittingAt.getTime() + 3_600_000),
  });
  expect(held.reason).toContain('2,000 batches');
  await db().batch.delete({ where: { id: made[0]?.id ?? '' } });
  await db().batch.update({ where: { id: own.id }, data: { nextTryAt: null } });
  expect(await waitInLine(await read(own.id))).toEqual({ kind: 'next' });
});
