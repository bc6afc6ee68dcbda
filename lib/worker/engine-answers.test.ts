import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { RunInput } from '#lib/runs/schema.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { getReceipt } from '#lib/runs/server/receipt.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();

test('a file the provider cannot find yet is asked for again, then sent anew, and nothing is paid twice', async () => {
  const before = (await engine.sandbox.ledger()).filter((entry) => entry.completed > 0).length;
  let batches = 0;
  engine.faults.batch = () => (++batches <= 4 ? ['file-not-found'] : null);
  const datasetId = await engine.makeDataset([['a'], ['b']], ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId }));
  delete engine.faults.batch;
  expect(run).toMatchObject({ status: 'succeeded', batches: [{ status: 'completed', reason: null }] });
  const files = (await engine.sandbox.ledger()).slice(-5).map((entry) => entry.inputFileId);
  expect(new Set(files.slice(0, 4)).size).toBe(1);
  expect(files[4]).not.toBe(files[0]);
  expect((await engine.sandbox.ledger()).filter((entry) => entry.completed > 0).length - before).toBe(1);
});

test('an answer that was cut off is a failure that is paid for and shown, not an answer', async () => {
  const datasetId = await engine.makeDataset(
    [['Tell me everything you know about lost cards and how to replace them.']],
    ['text'],
  );
  const run = await engine.untilOver(await engine.launch({ datasetId, parameters: { maxOutputTokens: 2 } }));
  expect(run.status).toBe('completed_with_failures');
  const item = await db().item.findFirstOrThrow({ where: { runId: run.id } });
  expect(item).toMatchObject({ status: 'failed', cause: 'cut_off', outputs: [], outputTokens: 2 });
  expect(item.costPicoUsd).toBeGreaterThan(0n);
  expect(run.cost.savedUsd?.startsWith('-')).toBe(true);
});

test('an unknown price is unknown everywhere, never nothing', async () => {
  const datasetId = await engine.makeDataset([['a']], ['text']);
  const input = RunInput.parse({
    datasetId,
    model: 'house-model-1',
    connection: 'sandbox',
    prompt: { user: '{{text}}' },
    output: { kind: 'text' },
  });
  const { runId } = await createRun(engine.actor, input);
  const receipt = await getReceipt(db(), engine.actor.workspaceId, runId);
  expect(receipt).toMatchObject({ rows: 1, expectedUsd: null, realtimeUsd: null, savedUsd: null, priceAsOf: null });
  expect(receipt.inputTokens).toBeGreaterThan(0);
});

test('only the columns the prompt names leave the building', async () => {
  const datasetId = await engine.makeDataset([['public words', 'secret words']], ['text', 'private']);
  const run = await engine.untilOver(await engine.launch({ datasetId, prompt: { user: 'Repeat: {{text}}' } }));
  const item = await db().item.findFirstOrThrow({ where: { runId: run.id } });
  expect(item.outputs.join()).not.toContain('secret');
});

test('the same request under one key makes one run, another request under it is refused', async () => {
  const datasetId = await engine.makeDataset([['a']], ['text']);
  const input = RunInput.parse({
    datasetId,
    model: 'gpt-4o-mini',
    connection: 'sandbox',
    prompt: { user: '{{text}}' },
    output: { kind: 'text' },
  });
  const idempotency = { key: 'k1', hash: 'h1' };
  const made = await Promise.all(Array.from({ length: 10 }, () => createRun(engine.actor, input, { idempotency })));
  expect(new Set(made.map((result) => result.runId)).size).toBe(1);
  expect(made.filter((result) => result.created)).toHaveLength(1);
  await expect(createRun(engine.actor, input, { idempotency: { key: 'k1', hash: 'h2' } })).rejects.toThrow(
    'Idempotency-Key',
  );
});

test('a prompt with an unknown column is refused before anything is stored', async () => {
  const datasetId = await engine.makeDataset([['a']], ['text']);
  const before = await db().run.count();
  await expect(engine.launch({ datasetId, prompt: { user: '{{txt}}' } })).rejects.toThrow('{{text}}');
  expect(await db().run.count()).toBe(before);
});
