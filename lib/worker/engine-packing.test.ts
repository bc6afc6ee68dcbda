import { afterEach, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import type { Run } from '#lib/runs/schema.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();
const PATIENT = { timeout: 60_000 };
const LABELS = ['lost card', 'refund', 'exchange rate', 'top up'];

afterEach(() => {
  delete engine.faults.batch;
});

/** A run that puts rows together; a row says what it is about, and no two are the same. */
async function launch(rows: number, input: Record<string, unknown> = {}): Promise<string> {
  const datasetId = await engine.makeDataset(
    Array.from({ length: rows }, (_, n) => [textOf(n), `other ${n}`]),
    ['text', 'other'],
  );
  return engine.launch({
    datasetId,
    prompt: { user: 'Which topic has this message?\n\n{{text}}' },
    output: { kind: 'label', labels: LABELS },
    ...input,
  });
}

function textOf(n: number): string {
  return `Message ${n}: "please", my\nquestion is about a ${LABELS[n % LABELS.length]} ["key","x"]`;
}

/** A fault of the batches of this test from the first to the last, counted from 1. */
function from<T>(first: number, last: number, fault: T): () => T | null {
  let calls = 0;
  return () => (++calls >= first && calls <= last ? fault : null);
}

const itemsOf = (runId: string) => db().item.findMany({ where: { runId }, orderBy: { rowIndex: 'asc' } });
const batchesOf = (runId: string) => db().batch.findMany({ where: { runId }, orderBy: { number: 'asc' } });
const ledgerOf = async (runId: string) =>
  (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);

/** Every row has one answer, its own; what was paid is what the provider says; and the sweep finds nothing. */
async function expectWhole(run: Run, rows: number): Promise<void> {
  expect(run.counts.succeeded).toBe(rows);
  const items = await itemsOf(run.id);
  expect(items.map((item) => item.outputs[0])).toEqual(
    Array.from({ length: rows }, (_, n) => LABELS[n % LABELS.length]),
  );
  await expectPaid(run.id);
}

async function expectPaid(runId: string): Promise<void> {
  const [items, ledger] = [await itemsOf(runId), await ledgerOf(runId)];
  const sumOf = (key: 'inputTokens' | 'outputTokens') => items.reduce((sum, item) => sum + item[key], 0);
  expect(sumOf('inputTokens')).toBe(ledger.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
  expect(sumOf('outputTokens')).toBe(ledger.reduce((sum, entry) => sum + entry.billedOutputTokens, 0));
  expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
}

test('rows share requests, and each has the answer to its own text', async () => {
  const run = await engine.untilOver(await launch(23, { rowsPerRequest: 10 }));
  expect(run).toMatchObject({ status: 'succeeded', rowsPerRequest: 10 });
  expect(run.batches).toMatchObject([{ requestCount: 3, rowCount: 23, succeeded: 23, failed: 0 }]);
  expect(await ledgerOf(run.id)).toMatchObject([{ requests: 3, completed: 3 }]);
  await expectWhole(run, 23);
  const items = await itemsOf(run.id);
  expect(items.map((item) => [item.packRow, item.packSize])).toEqual(
    Array.from({ length: 23 }, (_, n) => [n - (n % 10), n < 20 ? 10 : 3]),
  );
  const plain = await engine.untilOver(await launch(23));
  expect(run.usage.inputTokens).toBeLessThan(plain.usage.inputTokens);
});

test('free text can be asked for several rows, too', async () => {
  const prompt = { user: 'Summarize {{text}}' };
  const run = await engine.untilOver(await launch(7, { rowsPerRequest: 3, output: { kind: 'text' }, prompt }));
  expect(run).toMatchObject({ status: 'succeeded', batches: [{ requestCount: 3, rowCount: 7 }] });
  const items = await itemsOf(run.id);
  for (const [n, item] of items.entries()) expect(item.outputs[0]).toContain(LABELS[n % LABELS.length]);
  await expectPaid(run.id);
});

test.each([
  ['left-out-rows', 'left_out'],
  ['doubled-rows', 'answered_twice'],
] as const)('rows of an answer with %s are asked again without the others', PATIENT, async (fault, cause) => {
  engine.faults.batch = from(1, 1, [fault]);
  const runId = await launch(60, { rowsPerRequest: 20, retry: { maxAttempts: 1 } });
  const first = await engine.untilOver(runId, 50_000);
  expect(first).toMatchObject({ status: 'completed_with_failures' });
  const failed = (await itemsOf(runId)).filter((item) => item.status === 'failed');
  expect(failed.length).toBeGreaterThan(0);
  expect(new Set(failed.map((item) => item.cause))).toEqual(new Set([cause]));
  expect(failed.every((item) => item.errorMessage?.includes('asked together with 19 other rows'))).toBe(true);
  await expectPaid(runId);
  await retryItems(engine.actor, runId, {});
  const run = await engine.untilOver(runId, 50_000);
  await expectWhole(run, 60);
  // What a person sends again goes alone.
  expect((await batchesOf(runId)).map((batch) => [batch.rowsPerRequest, batch.lineCount])).toEqual([
    [20, 3],
    [1, failed.length],
  ]);
});

test('by themselves they go out in smaller requests, and at last alone', PATIENT, async () => {
  engine.faults.batch = from(1, 2, ['left-out-rows']);
  const run = await engine.untilOver(await launch(80, { rowsPerRequest: 20 }), 50_000);
  await expectWhole(run, 80);
  expect((await batchesOf(run.id)).map((batch) => batch.rowsPerRequest)).toEqual([20, 5, 1]);
});

test('answers under keys that were made up are counted and set aside, and their request is paid in full', async () => {
  engine.faults.batch = ['invented-rows'];
  const run = await engine.untilOver(await launch(40, { rowsPerRequest: 10 }));
  await expectWhole(run, 40);
  const [batch] = await batchesOf(run.id);
  expect(batch?.inventedAnswers).toBeGreaterThan(0);
  expect(batch).toMatchObject({ unknownAnswers: 0, repeatedAnswers: 0 });
});

test('a request that is cut off fails none of its rows for good while they can be asked alone', PATIENT, async () => {
  engine.faults.batch = ['packs-cut-off'];
  const run = await engine.untilOver(await launch(12, { rowsPerRequest: 6, retry: { maxAttempts: 2 } }), 50_000);
  await expectWhole(run, 12);
  expect((await batchesOf(run.id)).map((batch) => [batch.succeeded, batch.failed])).toEqual([
    [0, 12],
    [12, 0],
  ]);
});

test('rows that ask the same share one place in a request, and the answer', async () => {
  const rows = Array.from({ length: 30 }, (_, n) => [textOf(n % 10)]);
  const datasetId = await engine.makeDataset(rows, ['text']);
  const output = { kind: 'label' as const, labels: LABELS };
  const input = { datasetId, prompt: { user: 'Topic? {{text}}' }, output, rowsPerRequest: 4 };
  const run = await engine.untilOver(await engine.launch(input));
  expect(run).toMatchObject({ status: 'succeeded', batches: [{ requestCount: 3, rowCount: 10, succeeded: 10 }] });
  const items = await itemsOf(run.id);
  for (const [n, item] of items.entries()) expect(item.outputs[0]).toBe(LABELS[(n % 10) % LABELS.length]);
  expect(items.slice(10).every((item) => item.packRow === null && item.inputTokens === 0)).toBe(true);
  await expectPaid(run.id);
});

test('a run under a cap keeps it, whatever shares a request', PATIENT, async () => {
  const input = { rowsPerRequest: 5, budgetUsd: '0.01', parameters: { maxOutputTokens: 50 } };
  const run = await engine.untilOver(await launch(40, input), 50_000);
  await expectWhole(run, 40);
  for (const batch of await batchesOf(run.id)) {
    expect(batch.ceilingPicoUsd).not.toBeNull();
    expect((batch.costPicoUsd ?? 0n) <= (batch.ceilingPicoUsd ?? 0n)).toBe(true);
  }
});

test('a prompt whose rows cannot share a request is refused in words', async () => {
  const prompt = { user: '{% if text == "" %}Nothing{% else %}{{text}}{% endif %}' };
  await expect(launch(2, { prompt, rowsPerRequest: 2 })).rejects.toThrow('a condition or other code in braces');
});

/** Numbers that look drawn and are the same every time. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const FAULTS = ['left-out-rows', 'doubled-rows', 'invented-rows', 'packs-cut-off', 'missing-lines', 'all-fail'].concat(
  'duplicate-lines',
  'empty-bodies',
) as ('left-out-rows' | 'missing-lines')[];

const UNBOOKED = ['missing-lines', 'empty-bodies'];

test('whatever shares a request and goes wrong, rows and money add up', { timeout: 180_000 }, async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const draw = lots(seed);
    const rows = 1 + Math.floor(draw() * 70);
    const rowsPerRequest = 2 + Math.floor(draw() * 12);
    const maxAttempts = 1 + Math.floor(draw() * 3);
    const maxRequests = 1 + Math.floor(draw() * 6);
    const fault = FAULTS[seed % FAULTS.length];
    let made = 0;
    engine.faults.batch = () => (++made % 2 === 1 && fault ? [fault] : null);
    const runId = await launch(rows, { rowsPerRequest, retry: { maxAttempts }, batch: { maxRequests } });
    const run = await engine.untilOver(runId, 60_000);
    expect(run.counts.succeeded + run.counts.failed).toBe(rows);
    for (const item of await itemsOf(runId))
      if (item.status === 'succeeded') expect(item.outputs[0]).toBe(LABELS[item.rowIndex % LABELS.length]);
    const first = run.batches.filter((batch) => batch.attempt === 1);
    expect(first.reduce((sum, batch) => sum + batch.rowCount, 0)).toBe(rows);
    expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
    // What came back without its tokens, or not at all, is on the provider's bill and on no row.
    if (!UNBOOKED.includes(fault ?? '')) await expectPaid(runId);
  }
});

test('the log says that rows share requests, and what came of it', async () => {
  engine.faults.batch = from(1, 1, ['invented-rows']);
  const run = await engine.untilOver(await launch(40, { rowsPerRequest: 10 }));
  const events = await db().runEvent.findMany({ where: { runId: run.id }, orderBy: { id: 'asc' } });
  const said = events.map((event) => event.message).join('\n');
  expect(said).toContain('Put 40 rows into 1 batch. Up to 10 rows share a request.');
  expect(said).toMatch(/Batch 1: set aside \d+ answers? under (a key|keys) that the model made up/);
});
