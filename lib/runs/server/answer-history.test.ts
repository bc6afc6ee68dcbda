import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import type { Parameters } from '#lib/templates/schema.ts';
import { listAnswerHistories } from './answer-history.ts';
import { estimateRun, estimateWithHistory } from './estimate-run.ts';

provideTestDatabase(closePool);

const QUESTION = { prompt: { user: '{{text}}' }, output: { kind: 'text' as const }, parameters: {} };
const ROWS = 40;

beforeAll(async () => {
  for (const workspaceId of ['ws_one', 'ws_other']) {
    await db().workspace.create({ data: { id: workspaceId, name: workspaceId } });
    for (const kind of ['sandbox', 'openai'] as const)
      await db().connection.create({
        data: { id: `${workspaceId}-${kind}`, workspaceId, key: kind, name: kind, kind },
      });
  }
  await db().dataset.create({
    data: {
      ...{ id: 'ds_one', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [{ name: 'text', type: 'text', emptyCount: 0 }], rowCount: ROWS, sizeBytes: 1, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: Array.from({ length: ROWS }, (_, rowIndex) => ({ datasetId: 'ds_one', rowIndex, values: ['two words'] })),
  });
});

type Made = {
  model?: string;
  kind?: 'sandbox' | 'openai';
  parameters?: Parameters;
  user?: string;
  outputTokens: number;
};

/** A run whose rows took so many tokens to answer, and twice the input tokens that are counted here. */
async function addRun(id: string, made: Made): Promise<void> {
  await db().run.create({
    data: {
      ...{ id, workspaceId: 'ws_one', datasetId: 'ds_one', connectionId: `ws_one-${made.kind ?? 'openai'}`, name: id },
      ...{ model: made.model ?? 'gpt-4o-mini', prompt: { user: made.user ?? '{{text}}' }, output: QUESTION.output },
      ...{ parameters: made.parameters ?? {}, outputColumns: [], maxAttempts: 3, maxRequests: 10, rowCount: ROWS },
      ...{ status: 'succeeded', launchedAt: new Date(), finishedAt: new Date() },
    },
  });
  await db().item.createMany({
    data: Array.from({ length: ROWS }, (_, rowIndex) => ({
      ...{ runId: id, rowIndex, status: 'succeeded' as const, attempts: 1, attemptsLeft: 2, outputs: ['yes'] },
      ...{ inputTokens: 16, outputTokens: made.outputTokens },
    })),
  });
  await db().run.update({ where: { id }, data: { plannedAt: new Date() } });
}

const asked = { ...QUESTION, workspaceId: 'ws_one', connectionId: 'ws_one-openai' };
const run = { ...QUESTION, connectionId: 'ws_one-openai', datasetId: 'ds_one', price: findPrice('gpt-4o-mini') };

test('only the same question at the same kind of provider in the same workspace says what answers take', async () => {
  expect(await listAnswerHistories(db(), asked)).toEqual(new Map());
  await addRun('run_simulated', { kind: 'sandbox', outputTokens: 500 });
  await addRun('run_asks_otherwise', { user: 'Sort: {{text}}', outputTokens: 500 });
  await addRun('run_longer', { parameters: { maxOutputTokens: 900 }, outputTokens: 500 });
  expect(await listAnswerHistories(db(), asked)).toEqual(new Map());
  await addRun('run_dear', { model: 'gpt-5', outputTokens: 77 });
  await addRun('run_same', { parameters: { temperature: 0.5 }, outputTokens: 7 });
  const found = await listAnswerHistories(db(), asked);
  expect([...found.keys()].toSorted()).toEqual(['gpt-4o-mini', 'gpt-5']);
  expect(found.get('gpt-4o-mini')?.rows).toHaveLength(ROWS);
  expect(found.get('gpt-5')?.rows[0]?.outputTokens).toBe(77);
  const elsewhere = { ...asked, workspaceId: 'ws_other', connectionId: 'ws_other-openai' };
  expect(await listAnswerHistories(db(), elsewhere)).toEqual(new Map());
});

test('what was billed before is what is expected now, the way the provider counts', async () => {
  const same = { ...run, model: 'gpt-4o-mini', rowCount: ROWS, dedupe: false, rowsPerRequest: 1 };
  const guessed = await estimateRun(same);
  const known = await estimateWithHistory('ws_one', same);
  expect(guessed.inputTokens).toBe(ROWS * 8);
  expect(known.inputTokens).toBe(ROWS * 16);
  expect(known.assumption).toContain('7 tokens each on average');
  // 40 rows of 16 tokens read and 7 written, at 0.075 and 0.30 dollars per million.
  expect(known.cost?.expectedUsd).toBe('0.000132');
});
