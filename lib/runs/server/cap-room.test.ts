import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import type { BatchStatus } from '#lib/platform/db/generated/enums.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue, openQueue } from '#lib/platform/queue/queue.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { ensureBuiltInConnections } from '#lib/providers/server/built-in-connections.ts';
import { requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { isBatchOver } from '#lib/runs/state.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { findEngineBatch, moveBatch } from './batch-queries.ts';
import { sumCapUse } from './cap-account.ts';
import { enterUnderCap } from './cap-room.ts';
import { changeCap } from './change-cap.ts';

provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

let actor: Actor;
let connectionId: string;
const DATASET = 'ds_cap';
const PATIENT = { timeout: 60_000, maxWait: 60_000 };
const costs = requestCostsOf({ price: findPrice('gpt-4o-mini'), parameters: { maxOutputTokens: 10 } });

beforeAll(async () => {
  const { id: workspaceId } = await ensureWorkspace();
  await ensureBuiltInConnections(db(), workspaceId);
  await openQueue({ supervise: false });
  actor = { workspaceId, userId: null, name: 'Ada', role: 'owner', via: 'token' };
  connectionId = (await db().connection.findFirstOrThrow({ where: { key: 'sandbox' } })).id;
  await db().dataset.create({
    data: {
      ...{ id: DATASET, workspaceId, name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [], rowCount: 100, sizeBytes: 10, sha256: '' },
    },
  });
});

async function makeRun(budgetPicoUsd: bigint | null, model = 'gpt-4o-mini'): Promise<string> {
  const run = await db().run.create({
    data: {
      ...{ id: newId('run'), workspaceId: actor.workspaceId, datasetId: DATASET, connectionId, name: 'Capped', model },
      ...{
        status: 'running',
        launchedAt: new Date(),
        prompt: {},
        output: { kind: 'text' },
        parameters: { maxOutputTokens: 10 },
      },
      ...(findPrice(model) && { price: findPrice(model) ?? {} }),
      ...{ outputColumns: [], maxAttempts: 3, maxRequests: 10, rowCount: 100, budgetPicoUsd },
    },
  });
  return run.id;
}

type Amounts = { ceilingPicoUsd?: bigint | null; costPicoUsd?: bigint } & Partial<
  Record<'unpricedAnswers' | 'unsureAnswers' | 'unknownAnswers' | 'repeatedAnswers', number>
>;

async function addBatch(runId: string, number: number, status: BatchStatus, amounts: Amounts = {}): Promise<string> {
  const { id } = await db().batch.create({
    data: {
      ...{ id: newId('bat'), workspaceId: actor.workspaceId, runId, connectionId, number, attempt: 1, status },
      ...{ submissionId: newId('sub'), requestCount: 10, ceilingPicoUsd: 1_000n, rowCeilingPicoUsd: 100n },
      ...{ inputFileId: 'file', submittingAt: new Date(), submittedAt: new Date(), providerBatchId: newId('bat') },
      ...(status === 'ingesting' && { outcome: 'completed' }),
      ...(isBatchOver(status) && { finishedAt: new Date() }),
      ...amounts,
    },
  });
  return id;
}

/** What a worker does with a batch that is uploaded, without the provider. */
async function enter(batchId: string): Promise<'entered' | 'stopped'> {
  return db().$transaction(async (tx) => {
    const batch = await findEngineBatch(tx, batchId);
    if (!batch) throw new Error('The batch is gone.');
    if (await enterUnderCap(tx, batch)) return 'stopped' as const;
    await moveBatch(tx, batch, 'submitting');
    return 'entered' as const;
  }, PATIENT);
}

async function usedBy(runId: string) {
  if (!costs) throw new Error('The price is known.');
  return sumCapUse(db(), runId, costs, null);
}

test('of a hundred batches that enter at once exactly those go that fit under the cap', {
  timeout: 120_000,
}, async () => {
  const runId = await makeRun(7_999n);
  const ids = await Promise.all(Array.from({ length: 100 }, (_, index) => addBatch(runId, index + 1, 'uploaded')));
  const outcomes = await Promise.all(ids.map(enter));
  expect(outcomes.filter((outcome) => outcome === 'entered')).toHaveLength(7);
  expect(await usedBy(runId)).toMatchObject({ spentPicoUsd: 0n, onTheWayPicoUsd: 7_000n, isOnTheWay: true });
});

test('a run without a cap sends every batch', async () => {
  const runId = await makeRun(null);
  const ids = await Promise.all([1, 2, 3].map((number) => addBatch(runId, number, 'uploaded')));
  expect(await Promise.all(ids.map(enter))).toEqual(['entered', 'entered', 'entered']);
});

test('a run that was paused meanwhile sends nothing, however much room there is', async () => {
  const runId = await makeRun(1_000_000n);
  const id = await addBatch(runId, 1, 'uploaded');
  await db().run.update({ where: { id: runId }, data: { status: 'paused' } });
  expect(await enter(id)).toBe('stopped');
});

test.each<[BatchStatus, Amounts, spent: bigint, onTheWay: bigint]>([
  ['planned', {}, 0n, 0n],
  ['uploaded', {}, 0n, 0n],
  ['waiting_for_capacity', {}, 0n, 0n],
  ['submitting', {}, 0n, 1_000n],
  ['unknown', {}, 0n, 1_000n],
  ['submitted', {}, 0n, 1_000n],
  ['canceling', {}, 0n, 1_000n],
  ['ingesting', { costPicoUsd: 300n }, 300n, 700n],
  ['ingesting', { costPicoUsd: 1_300n }, 1_300n, 0n],
  ['completed', { costPicoUsd: 300n }, 300n, 0n],
  ['expired', { costPicoUsd: 300n }, 300n, 0n],
  ['canceled', { costPicoUsd: 300n }, 300n, 0n],
  ['failed', {}, 0n, 0n],
  ['completed', { costPicoUsd: 300n, unpricedAnswers: 2 }, 500n, 0n],
  ['completed', { costPicoUsd: 300n, unsureAnswers: 9 }, 1_000n, 0n],
  ['failed', { unsureAnswers: 10 }, 1_000n, 0n],
  ['completed', { costPicoUsd: 300n, unknownAnswers: 1, repeatedAnswers: 1 }, 500n, 0n],
])('a batch that is %s, with %o, has spent %s and holds %s', async (status, amounts, spentPicoUsd, onTheWayPicoUsd) => {
  const runId = await makeRun(1n);
  await addBatch(runId, 1, status, amounts);
  expect(await usedBy(runId)).toMatchObject({
    spentPicoUsd,
    onTheWayPicoUsd,
    isOnTheWay: onTheWayPicoUsd > 0n || status === 'ingesting',
  });
});

test('a batch that was sent before ceilings were measured holds its bytes and its longest answers', async () => {
  const runId = await makeRun(1n);
  const id = await addBatch(runId, 1, 'submitted', { ceilingPicoUsd: null });
  await db().batch.update({ where: { id }, data: { inputSizeBytes: 5_000n } });
  expect((await usedBy(runId)).onTheWayPicoUsd).toBe(5_000n * 75_000n + 10n * 10n * 300_000n);
});

test('what the provider made twice holds its ceiling until it is booked, and then counts as spent', async () => {
  const runId = await makeRun(1n);
  const batchId = await addBatch(runId, 1, 'completed', { costPicoUsd: 300n });
  const key = { connectionId, providerBatchId: newId('bat') };
  await db().duplicateBatch.create({
    data: { ...key, workspaceId: actor.workspaceId, runId, batchId, ceilingPicoUsd: 900n },
  });
  expect(await usedBy(runId)).toMatchObject({ spentPicoUsd: 300n, onTheWayPicoUsd: 900n });
  const where = { connectionId_providerBatchId: key };
  await db().duplicateBatch.update({ where, data: { bookedAt: new Date(), costPicoUsd: 40n } });
  expect(await usedBy(runId)).toMatchObject({ spentPicoUsd: 340n, onTheWayPicoUsd: 0n });
  await db().duplicateBatch.update({ where, data: { unpricedAnswers: 1 } });
  expect(await usedBy(runId)).toMatchObject({ spentPicoUsd: 1_200n, onTheWayPicoUsd: 0n });
});

test('a cap is raised, lowered and removed by a person, each in the log, and refused where no price is known', async () => {
  const runId = await makeRun(null);
  const change = (capUsd: string | null) => changeCap(actor, runId, { capUsd, resumes: false });
  for (const capUsd of ['1.50', '3.00', '3.00', '2.00', null]) await change(capUsd);
  const log = await db().runEvent.findMany({ where: { runId }, orderBy: { id: 'asc' } });
  expect(log.map(({ message }) => message)).toEqual([
    'Ada set a cap of $1.50.',
    'Ada raised the cap from $1.50 to $3.00.',
    'Ada lowered the cap from $3.00 to $2.00.',
    'Ada removed the cap of $2.00.',
  ]);
  const unpriced = await makeRun(null, 'house-model');
  await expect(changeCap(actor, unpriced, { capUsd: '1.00', resumes: false })).rejects.toThrow(
    'The price of house-model is not known, so a cap on what it costs cannot be kept. Enter its price under Settings → Prices, or remove the cap.',
  );
  await db().run.update({ where: { id: runId }, data: { status: 'draft', launchedAt: null } });
  await expect(change('1.00')).rejects.toThrow('not launched yet');
});

test('a run of before, with a cap and no price, pauses and says what to do', async () => {
  const runId = await makeRun(1_000n, 'house-model');
  expect(await enter(await addBatch(runId, 1, 'uploaded'))).toBe('stopped');
  const run = await db().run.findUniqueOrThrow({ where: { id: runId } });
  expect(run).toMatchObject({ status: 'paused', reason: expect.stringContaining('Remove the cap, then resume.') });
});
