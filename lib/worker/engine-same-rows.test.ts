import { afterEach, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import type { Run } from '#lib/runs/schema.ts';
import { applyAnswers } from '#lib/runs/server/answer-store.ts';
import { cancelRun } from '#lib/runs/server/cancel-run.ts';
import { changeCap } from '#lib/runs/server/change-cap.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();
const PATIENT = { timeout: 60_000 };

afterEach(() => {
  delete engine.faults.batch;
  delete engine.faults.upload;
});

/** A run over rows that ask by number: equal numbers ask the same. The second column is in no prompt. */
async function launch(asked: readonly number[], input: Record<string, unknown> = {}): Promise<string> {
  const rows = asked.map((number, index) => [`question ${number}`, `row ${index}`]);
  const datasetId = await engine.makeDataset(rows, ['text', 'other']);
  return engine.launch({ datasetId, ...input });
}

/** A fault of the calls of this test from the first to the last, counted from 1. */
function from<T>(first: number, last: number, fault: T): () => T | null {
  let calls = 0;
  return () => (++calls >= first && calls <= last ? fault : null);
}

const cycle = (rows: number, requests: number) => Array.from({ length: rows }, (_, index) => index % requests);
const itemsOf = (runId: string) => db().item.findMany({ where: { runId }, orderBy: { rowIndex: 'asc' } });
const ledgerOf = async (runId: string) =>
  (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);

/** What was paid is what the provider says, nothing was sent twice, and rows of a group share everything but the cost. */
async function expectWhole(run: Run, asked: readonly number[]): Promise<void> {
  const items = await itemsOf(run.id);
  const ledger = await ledgerOf(run.id);
  const firstOf = new Map<number, number>();
  for (const [index, number] of asked.entries()) {
    if (!firstOf.has(number)) firstOf.set(number, index);
    const first = firstOf.get(number) ?? 0;
    const [item, leader] = [items[index], items[first]];
    expect(item?.sameAs).toBe(first === index ? null : first);
    expect({ ...item, ...NOT_SHARED }).toEqual({ ...leader, ...NOT_SHARED });
    if (first !== index) expect([item?.inputTokens, item?.outputTokens, item?.costPicoUsd || 0n]).toEqual([0, 0, 0n]);
  }
  const sumOf = (key: 'inputTokens' | 'outputTokens') => items.reduce((sum, item) => sum + item[key], 0);
  expect(sumOf('inputTokens')).toBe(ledger.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
  expect(sumOf('outputTokens')).toBe(ledger.reduce((sum, entry) => sum + entry.billedOutputTokens, 0));
  expect(await checkRun({ id: run.id, workspaceId: engine.actor.workspaceId })).toBeNull();
  const [batches, saved] = [await db().batch.findMany({ where: { runId: run.id } }), unsentOf(items)];
  expect(batches.reduce((sum, batch) => sum + batch.unsentRows, 0)).toBe(saved.rows);
}

const NOT_SHARED = {
  ...{ rowIndex: 0, sameAs: null, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 },
  ...{ costPicoUsd: null, realtimePicoUsd: null },
};

function unsentOf(items: Awaited<ReturnType<typeof itemsOf>>) {
  const shared = items.filter((item) => item.sameAs !== null && item.status === 'succeeded');
  const picoUsd = shared.reduce((sum, item) => sum + (items[item.sameAs ?? 0]?.costPicoUsd ?? 0n), 0n);
  return { rows: shared.length, picoUsd };
}

test('rows that ask the same are sent once, and each has the answer', async () => {
  const asked = [0, 1, 0, 2, 1, 0, 3, 3];
  const run = await engine.untilOver(await launch(asked));
  expect(run).toMatchObject({ status: 'succeeded', counts: { total: 8, succeeded: 8 } });
  expect(run.batches).toMatchObject([{ requestCount: 4, succeeded: 4, failed: 0 }]);
  expect(await ledgerOf(run.id)).toMatchObject([{ requests: 4, completed: 4 }]);
  await expectWhole(run, asked);
  const batch = await db().batch.findFirstOrThrow({ where: { runId: run.id } });
  const { rows, picoUsd } = unsentOf(await itemsOf(run.id));
  expect(picoUsd).toBeGreaterThan(0n);
  expect(batch).toMatchObject({ unsentRows: rows, unsentPicoUsd: picoUsd });
});

test('switched off, every row is sent', async () => {
  const run = await engine.untilOver(await launch([0, 0, 1], { dedupe: false }));
  expect(await ledgerOf(run.id)).toMatchObject([{ requests: 3, completed: 3 }]);
  expect((await itemsOf(run.id)).map((item) => item.sameAs)).toEqual([null, null, null]);
});

test('cells that only look alike once they are joined are not the same', async () => {
  const rows = [
    ['a', 'bc'],
    ['ab', 'c'],
    ['a,b', 'c'],
    ['"a"', 'bc'],
    ['a', 'bc'],
    ['A', 'bc'],
    ['a ', 'bc'],
    ['NULL', 'x'],
    ['', 'x'],
  ];
  const datasetId = await engine.makeDataset(rows, ['first', 'second']);
  const prompt = { user: '{{first}} and {{second}}' };
  const run = await engine.untilOver(await engine.launch({ datasetId, prompt }));
  expect((await itemsOf(run.id)).map((item) => item.sameAs)).toEqual([
    ...Array(4).fill(null),
    0,
    ...Array(4).fill(null),
  ]);
});

test('only the rows of the run count: the first one that asks may be beyond its end', async () => {
  const run = await engine.untilOver(await launch([0, 1, 2, 2, 2], { rows: { limit: 3 } }));
  expect(run).toMatchObject({ counts: { total: 3, succeeded: 3 }, batches: [{ requestCount: 3 }] });
});

test('batches are cut by requests, and who shares one follows it into its batch', async () => {
  const asked = cycle(40, 10);
  const run = await engine.untilOver(await launch(asked, { batch: { maxRequests: 4 } }));
  expect(run.batches.map((batch) => batch.requestCount)).toEqual([4, 4, 2]);
  expect(run.counts).toMatchObject({ succeeded: 40 });
  await expectWhole(run, asked);
  const batches = await db().batch.findMany({ where: { runId: run.id }, orderBy: { number: 'asc' } });
  expect(batches.map((batch) => batch.unsentRows)).toEqual([12, 12, 6]);
});

test(
  'a request that fails for a moment is sent again for all of its rows, and one that fails fails them all',
  PATIENT,
  async () => {
    engine.faults.batch = from(1, 1, ['all-fail']);
    const asked = cycle(12, 4);
    const run = await engine.untilOver(await launch(asked), 50_000);
    expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 12 } });
    expect(run.batches.map((batch) => [batch.requestCount, batch.succeeded, batch.failed])).toEqual([
      [4, 0, 4],
      [4, 4, 0],
    ]);
    expect((await itemsOf(run.id)).map((item) => item.attempts)).toEqual(Array(12).fill(2));
    await expectWhole(run, asked);
    engine.faults.batch = ['all-fail'];
    const failed = await engine.untilOver(await launch(asked, { retry: { maxAttempts: 1 } }));
    expect(failed).toMatchObject({
      status: 'completed_with_failures',
      counts: { failed: 12 },
      batches: [{ failed: 4 }],
    });
    await expectWhole(failed, asked);
  },
);

test('retrying one row retries all that share its request, once', PATIENT, async () => {
  engine.faults.batch = from(1, 1, ['all-fail']);
  const asked = [0, 1, 0, 1, 0];
  const first = await engine.untilOver(await launch(asked, { retry: { maxAttempts: 1 } }));
  expect(first.counts.failed).toBe(5);
  expect(await retryItems(engine.actor, first.id, { rows: [4] })).toBe(3);
  const run = await engine.untilOver(first.id);
  expect(run.counts).toMatchObject({ succeeded: 3, failed: 2 });
  expect(run.batches[1]).toMatchObject({ requestCount: 1, succeeded: 1 });
  await expectWhole(run, asked);
  expect(await retryItems(engine.actor, first.id, {})).toBe(2);
  const whole = await engine.untilOver(first.id);
  expect(whole).toMatchObject({ status: 'succeeded', counts: { succeeded: 5 } });
  await expectWhole(whole, asked);
});

test('lines that never came back are missing for all of their rows', async () => {
  engine.faults.batch = ['missing-lines'];
  const asked = cycle(160, 80);
  const run = await engine.untilOver(await launch(asked, { retry: { maxAttempts: 1 } }));
  expect(run.counts.failed).toBeGreaterThan(0);
  expect(run.counts.failed % 2).toBe(0);
  expect(run.batches[0]).toMatchObject({ failed: run.counts.failed / 2, succeeded: run.counts.succeeded / 2 });
  const items = await itemsOf(run.id);
  for (const item of items.slice(80)) expect(item.status).toBe(items[item.sameAs ?? 0]?.status);
});

test('answers that are read twice, or come under the name of a row that was not sent, change nothing', async () => {
  const asked = [0, 0, 1];
  const run = await engine.untilOver(await launch(asked));
  const batch = await db().batch.findFirstOrThrow({ where: { runId: run.id } });
  const before = { items: await itemsOf(run.id), batch };
  await db().batch.update({ where: { id: batch.id }, data: { status: 'ingesting', finishedAt: null } });
  const answer = (rowIndex: number) => ({
    ...{
      rowIndex,
      cause: null,
      transient: false,
      message: null,
      outputs: ['other'],
      rawAnswer: null,
      isLong: false,
      isUnpriced: false,
    },
    ...{ inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, costPicoUsd: '5', realtimePicoUsd: '10' },
  });
  const options = { runIsCanceling: false, hasSameRows: true };
  expect(await applyAnswers(batch, [answer(0), answer(1), answer(2)], options)).toBe(1);
  await db().batch.update({ where: { id: batch.id }, data: { status: batch.status, finishedAt: batch.finishedAt } });
  expect(await itemsOf(run.id)).toEqual(before.items);
  expect(await db().batch.findFirstOrThrow({ where: { runId: run.id } })).toEqual(before.batch);
});

test('a canceled run keeps groups together', PATIENT, async () => {
  engine.faults.upload = from(2, 1_000, '500-before');
  const asked = cycle(30, 10);
  const runId = await launch(asked, { batch: { maxRequests: 5 } });
  await engine.until(runId, ({ counts }) => counts.succeeded === 15);
  await cancelRun(engine.actor, runId);
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({ status: 'canceled', counts: { succeeded: 15, canceled: 15 } });
  await expectWhole(run, asked);
});

test('a cap counts what is sent, cuts between requests, and never parts a group', PATIENT, async () => {
  const asked = cycle(60, 20);
  const runId = await launch(asked, { budgetUsd: '0.000125', parameters: { maxOutputTokens: 200 } });
  const paused = await engine.until(runId, ({ status }) => status === 'paused', 50_000);
  expect(paused.counts.succeeded).toBeGreaterThan(0);
  expect(paused.counts.succeeded).toBeLessThan(60);
  expect(paused.counts.succeeded % 3).toBe(0);
  expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
  await changeCap(engine.actor, runId, { capUsd: null, resumes: true });
  const run = await engine.untilOver(runId, 50_000);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 60 } });
  expect((await ledgerOf(runId)).reduce((sum, entry) => sum + entry.requests, 0)).toBe(20);
  await expectWhole(run, asked);
});

test('a run of one question is one request, however many rows ask it', async () => {
  const asked = cycle(2_000, 1);
  const run = await engine.untilOver(await launch(asked, { batch: { maxRequests: 1 } }));
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 2_000 }, batches: [{ requestCount: 1 }] });
  await expectWhole(run, asked);
});

/** Numbers that look drawn and are the same every time. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test('whatever the groups, rows are the counts and what is booked agrees', { timeout: 120_000 }, async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const draw = lots(seed);
    const rows = 1 + Math.floor(draw() * 60);
    const asked = Array.from({ length: rows }, () => Math.floor(draw() * (1 + draw() * rows)));
    const maxRequests = 1 + Math.floor(draw() * 12);
    const attempts = 1 + Math.floor(draw() * 2);
    const fault = (['missing-lines', 'all-fail', 'duplicate-lines', 'empty-bodies'] as const)[seed % 4];
    let made = 0;
    engine.faults.batch = () => (++made % 3 === 1 && fault ? [fault] : null);
    const runId = await launch(asked, { batch: { maxRequests }, retry: { maxAttempts: attempts } });
    const run = await engine.untilOver(runId, 60_000);
    const items = await itemsOf(runId);
    expect(items).toHaveLength(rows);
    expect(run.counts.succeeded + run.counts.failed).toBe(rows);
    const requests = new Set(asked).size;
    const first = run.batches.filter((batch) => batch.attempt === 1);
    expect(first.reduce((sum, batch) => sum + batch.requestCount, 0)).toBe(requests);
    for (const item of items) {
      const leader = items[item.sameAs ?? item.rowIndex];
      expect(asked[item.rowIndex]).toBe(asked[leader?.rowIndex ?? -1]);
      expect([item.status, item.outputs, item.attempts]).toEqual([leader?.status, leader?.outputs, leader?.attempts]);
    }
    expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
    const batches = await db().batch.findMany({ where: { runId } });
    expect(batches.reduce((sum, batch) => sum + batch.unsentRows, 0)).toBe(unsentOf(items).rows);
  }
});
