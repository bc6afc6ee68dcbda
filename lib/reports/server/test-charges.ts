import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { labelKeys } from '#lib/run-labels.ts';
import { usdCosts } from '#lib/runs/answer-cost.ts';
import { applyAnswers, type JudgedAnswer } from '#lib/runs/server/answer-store.ts';

/** For tests: a workspace with a connection of each kind and two people, straight in the tables. */
export type TestPlace = { workspaceId: string; datasetId: string; paid: string; simulated: string; people: string[] };

export async function createTestPlace(): Promise<TestPlace> {
  const place = { workspaceId: newId('ws'), datasetId: newId('ds'), paid: newId('con'), simulated: newId('con') };
  const { workspaceId } = place;
  await db().workspace.create({ data: { id: workspaceId, name: 'Test' } });
  await db().connection.createMany({
    data: [
      { id: place.paid, workspaceId, key: 'openai', name: 'OpenAI', kind: 'openai' },
      { id: place.simulated, workspaceId, key: 'sandbox', name: 'Sandbox', kind: 'sandbox' },
    ],
  });
  await db().dataset.create({
    data: {
      ...{ id: place.datasetId, workspaceId, name: 'd', columns: [], encoding: 'utf-8', delimiter: ',' },
      ...{ hasHeader: true, rowCount: 1_000, sizeBytes: 1, sha256: '' },
    },
  });
  const people = ['Ada', 'Ben'].map((name) => ({ id: newId('usr'), name, email: `${newId('usr')}@example.com` }));
  await db().user.createMany({ data: people });
  return { ...place, people: people.map(({ id }) => id) };
}

type RunGiven = {
  connectionId: string;
  createdById?: string | null;
  model?: string;
  name?: string;
  templateVersionId?: string;
  labels?: readonly string[];
  /** A model that the list does not know has no price anyway. */
  hasPrice?: boolean;
};

/** A run whose batches have so many rows each, all of them at the provider. */
export async function createTestCharges(place: TestPlace, run: RunGiven, batchRows: readonly number[]) {
  const { workspaceId, datasetId } = place;
  const { connectionId, createdById = null, model = 'gpt-4o-mini', name = 'Run', labels = [], hasPrice = true } = run;
  const runId = newId('run');
  const price = hasPrice ? findPrice(model) : null;
  const rowCount = batchRows.reduce((sum, rows) => sum + rows, 0);
  await db().run.create({
    data: {
      ...{ id: runId, workspaceId, datasetId, connectionId, name, model, createdById, status: 'running', rowCount },
      ...{ prompt: {}, output: {}, parameters: {}, outputColumns: ['answer'], maxAttempts: 3, maxRequests: 100 },
      ...{ labels: [...labels], labelKeys: labelKeys(labels) },
      ...(price && { price }),
      ...(run.templateVersionId !== undefined && { templateVersionId: run.templateVersionId }),
      launchedAt: new Date(),
    },
  });
  const batches = batchRows.map((requestCount) => ({ id: newId('bat'), requestCount }));
  await db().batch.createMany({
    data: batches.map(({ id, requestCount }, index) => ({
      ...{ id, workspaceId, runId, connectionId, number: index + 1, attempt: 1, submissionId: newId('sub') },
      ...{ requestCount, status: 'submitted' as const, submittedAt: new Date(), providerBatchId: `batch_${id}` },
    })),
  });
  const batchOfRow = batches.flatMap(({ id, requestCount }) => Array.from({ length: requestCount }, () => id));
  await db().item.createMany({
    data: batchOfRow.map((batchId, rowIndex) => ({
      ...{ runId, rowIndex, batchId, status: 'in_flight' as const, attemptsLeft: 3 },
    })),
  });
  const batchIds = batches.map(({ id }) => id);
  return { runId, batchIds, price };
}

/** Tokens of one answer; `isUnpriced`: billed, and nobody says for how many; `isRealtime`: at the real-time price. */
export type TestAnswer = {
  input: number;
  cached?: number;
  output: number;
  isUsable?: boolean;
  isUnpriced?: boolean;
  isRealtime?: boolean;
};

/** Books answers on rows `firstRow` and on, as ingesting does, on a batch that the provider ended at a moment. */
export async function bookTestAnswers(
  { runId, price }: Pick<Awaited<ReturnType<typeof createTestCharges>>, 'runId' | 'price'>,
  batchId: string,
  options: { firstRow: number; endedAt: Date; answers: readonly TestAnswer[] },
): Promise<void> {
  await db().batch.update({
    where: { id: batchId },
    data: { status: 'ingesting', outcome: 'completed', endedAt: options.endedAt },
  });
  const judged = options.answers.map((answer, index): JudgedAnswer => {
    const { input, cached = 0, output, isUsable = true, isUnpriced = false, isRealtime = false } = answer;
    const usage = { inputTokens: input, cachedInputTokens: cached, outputTokens: output };
    return {
      ...{ rowIndex: options.firstRow + index, cause: isUsable ? null : 'refused', transient: false, message: null },
      ...{ outputs: isUsable ? ['a'] : null, rawAnswer: null, isUnpriced, isRealtime },
      ...(isUnpriced ? { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 } : usage),
      ...usdCosts(usage, isUnpriced ? null : price, { isKept: isUsable, isRealtime }),
    };
  });
  await applyAnswers({ id: batchId, runId }, judged, { runIsCanceling: false, hasSameRows: false });
  const now = judged.reduce((sum, one) => sum + (one.isRealtime ? BigInt(one.costPicoUsd ?? 0) : 0n), 0n);
  const data = { status: 'completed' as const, finishedAt: options.endedAt, nowPicoUsd: { increment: now } };
  await db().batch.update({ where: { id: batchId }, data });
}
