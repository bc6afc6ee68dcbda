import { expect, test } from 'vitest';
import { parseUsd } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { costOf } from '#lib/pricing/cost.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import type { Run, RunInput } from '#lib/runs/schema.ts';
import { cancelRun } from '#lib/runs/server/cancel-run.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { finishNow, offerFinishNow } from '#lib/runs/server/finish-now.ts';
import { launchRun } from '#lib/runs/server/launch-run.ts';
import { pauseRun, resumeRun } from '#lib/runs/server/pause-run.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine({
  pace: { ...INSTANT_PACE, runMs: (requests) => (requests > 50 ? 600_000 : 0), answerMs: () => 5 },
});

const rowsOf = (count: number, what: string) => Array.from({ length: count }, (_, n) => [`${what} ${n}`]);

async function launchIn(lane: 'flex' | 'standard', rows: number, input: Partial<RunInput> = {}): Promise<string> {
  const datasetId = await engine.makeDataset(rowsOf(rows, `${lane} ${crypto.randomUUID()}`), ['text']);
  const runId = await engine.launch({ datasetId, ...input, launch: false });
  await db().run.update({ where: { id: runId }, data: { lane } });
  await launchRun(engine.actor, runId);
  return runId;
}

/** What the provider says it answered at once for rows of a run. */
async function answeredFor(runId: string) {
  const { dataset } = await db().run.findUniqueOrThrow({
    where: { id: runId },
    select: { dataset: { select: { id: true } } },
  });
  const rows = await db().datasetRow.findMany({ where: { datasetId: dataset.id } });
  const texts = new Set(rows.map((row) => row.values[0] ?? ''));
  const mine = (await engine.sandbox.liveLedger()).flatMap((entry) => {
    const text = /Say something about ([^"\\]+)/.exec(entry.body)?.[1];
    return text !== undefined && texts.has(text) ? [{ ...entry, text }] : [];
  });
  return { entries: mine, texts: mine.map((entry) => entry.text) };
}

async function expectSound(run: Run): Promise<void> {
  expect(await checkRun({ id: run.id, workspaceId: engine.actor.workspaceId })).toBeNull();
}

async function nowSpent(runId: string): Promise<bigint> {
  const sums = await db().batch.aggregate({ where: { runId }, _sum: { nowPicoUsd: true } });
  return sums._sum.nowPicoUsd ?? 0n;
}

function priceOf(model: string) {
  const price = findPrice(model);
  if (!price) throw new Error('It has a price.');
  return price;
}

test('rows that are asked for one by one are each asked for once, at the real-time price, and save nothing', async () => {
  const runId = await launchIn('standard', 45);
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 45 } });
  const { entries, texts } = await answeredFor(runId);
  expect([texts.length, new Set(texts).size]).toEqual([45, 45]);
  const price = priceOf('gpt-4o-mini');
  const paid = entries.reduce(
    (sum, { billedInputTokens: inputTokens, billedOutputTokens: outputTokens }) =>
      sum + costOf({ inputTokens, outputTokens, cachedInputTokens: 0 }, price, 'realtime'),
    0n,
  );
  expect(await nowSpent(runId)).toBe(paid);
  expect(run.cost).toMatchObject({ batchUsd: '0.000000', savedUsd: '0.000000' });
  expect(parseUsd(run.cost.nowUsd ?? '')).toBe(paid);
  expect((await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId)).toEqual([]);
  await expectSound(run);
  expect(await db().sentRequest.count()).toBe(0);
});

test('flex costs what a batch does; where it has no room the rest goes at the real-time price', async () => {
  const byFlex = await engine.untilOver(await launchIn('flex', 12, { model: 'gpt-5-mini' }));
  expect(byFlex).toMatchObject({ status: 'succeeded', cost: { nowUsd: '0.000000' } });
  expect(parseUsd(byFlex.cost.savedUsd ?? '')).toBe(parseUsd(byFlex.cost.batchUsd ?? ''));
  await expectSound(byFlex);
  let calls = 0;
  engine.faults.now = () => (++calls > 6 ? 'flex-full' : null);
  const run = await engine.untilOver(await launchIn('flex', 20, { model: 'gpt-5-mini' }));
  delete engine.faults.now;
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 20 } });
  const { entries } = await answeredFor(run.id);
  expect(entries.filter((entry) => entry.tier === 'flex')).toHaveLength(6);
  expect(entries).toHaveLength(20);
  expect(parseUsd(run.cost.nowUsd ?? '')).toBeGreaterThan(0n);
  expect(parseUsd(run.cost.batchUsd ?? '')).toBeGreaterThan(0n);
  await expectSound(run);
});

test('a model without flex is asked for at the real-time price in the end', async () => {
  const run = await engine.untilOver(await launchIn('flex', 5));
  expect(run).toMatchObject({ status: 'succeeded', cost: { batchUsd: '0.000000' } });
  expect((await answeredFor(run.id)).entries).toHaveLength(5);
});

test('a provider that asks to slow down is asked again later, and no row fails or is asked for twice', async () => {
  let calls = 0;
  engine.faults.now = () => (++calls % 7 === 0 ? '429' : null);
  const run = await engine.untilOver(await launchIn('standard', 30));
  delete engine.faults.now;
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 30 } });
  const { texts } = await answeredFor(run.id);
  expect([texts.length, new Set(texts).size]).toEqual([30, 30]);
});

test.each(['drop-after', '500-after', 'drop-before'] as const)(
  'an answer that is lost (%s) fails its row in plain words, is not asked for again by itself, and its cost is unknown',
  async (fault) => {
    let calls = 0;
    engine.faults.now = () => (++calls === 4 ? fault : null);
    const run = await engine.untilOver(await launchIn('standard', 20));
    expect(run).toMatchObject({ status: 'completed_with_failures', counts: { succeeded: 19, failed: 1 } });
    const item = await db().item.findFirstOrThrow({ where: { runId: run.id, status: 'failed' } });
    expect(item).toMatchObject({ cause: 'answer_lost', attempts: 1 });
    expect(item.errorMessage).toContain('may have been answered and billed');
    const batch = await db().batch.findFirstOrThrow({ where: { runId: run.id } });
    expect(batch).toMatchObject({ unsureAnswers: 1, succeeded: 19, failed: 1 });
    expect(calls).toBe(20);
    await expectSound(run);
    delete engine.faults.now;
    // A person may ask again; that goes out as a batch, at half the price.
    await retryItems(engine.actor, run.id, {});
    const again = await engine.untilOver(run.id);
    expect(again.status).toBe('succeeded');
    expect(again.batches.map((one) => one.providerBatchId !== null)).toEqual([false, true]);
    await expectSound(again);
  },
);

test('three answers lost in a row stop the asking: the run pauses in words, and no more is paid for nothing', async () => {
  engine.faults.now = 'drop-after';
  const runId = await launchIn('standard', 60);
  const paused = await engine.until(runId, (run) => run.status === 'paused');
  delete engine.faults.now;
  expect(paused.reason).toContain('lost on their way back');
  expect((await answeredFor(runId)).entries.length).toBeLessThanOrEqual(16);
  await resumeRun(engine.actor, runId);
  const run = await engine.untilOver(runId);
  const { texts } = await answeredFor(runId);
  expect([texts.length, new Set(texts).size]).toEqual([60, 60]);
  await expectSound(run);
});

test('no credit left pauses the run; after the repair every row is answered once', async () => {
  engine.faults.now = 'quota';
  const runId = await launchIn('standard', 20);
  const paused = await engine.until(runId, (run) => run.status === 'paused');
  expect(paused.reason).toContain('no credit left');
  delete engine.faults.now;
  await resumeRun(engine.actor, runId);
  expect(await engine.untilOver(runId)).toMatchObject({ status: 'succeeded' });
  expect((await answeredFor(runId)).entries).toHaveLength(20);
});

test('a pause stops the asking within a few rows, and a cancel keeps what was answered', async () => {
  const runId = await launchIn('standard', 400);
  await engine.until(runId, (run) => run.counts.succeeded > 5);
  await pauseRun(engine.actor, runId);
  await engine.until(runId, () => true);
  const before = (await answeredFor(runId)).entries.length;
  expect(before).toBeLessThan(400);
  await resumeRun(engine.actor, runId);
  await engine.until(runId, (run) => run.counts.succeeded > before);
  await cancelRun(engine.actor, runId);
  const run = await engine.untilOver(runId);
  const { texts } = await answeredFor(runId);
  expect(run.status).toBe(texts.length === 400 ? 'succeeded' : 'canceled');
  expect(run.counts).toMatchObject({ succeeded: texts.length, canceled: 400 - texts.length });
  expect(new Set(texts).size).toBe(texts.length);
  await expectSound(run);
});

test('the rest of a run is finished now: finished answers are kept at the price of a batch, and no row is paid for twice', async () => {
  const datasetId = await engine.makeDataset(rowsOf(90, 'hurried'), ['text']);
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 60 } });
  // Thirty rows are done at once; the batch of sixty would take ten minutes.
  await engine.until(
    runId,
    (run) => run.counts.succeeded === 30 && run.batches.some((batch) => batch.status === 'submitted'),
  );
  const offer = await offerFinishNow(db(), engine.actor.workspaceId, runId);
  expect(offer).toMatchObject({ rows: 60, requests: 60, atProvider: 60 });
  const agreedUsd = offer.mostUsd ?? '';
  await expect(finishNow(engine.actor, runId, { mostUsd: '0.000001' })).rejects.toThrow('more than the');
  expect(await finishNow(engine.actor, runId, { mostUsd: agreedUsd })).toEqual(offer);
  await expect(finishNow(engine.actor, runId)).rejects.toMatchObject({ code: 'conflict' });
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 90, failed: 0 } });
  const { texts } = await answeredFor(runId);
  expect(new Set(texts).size).toBe(texts.length);
  const batches = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  expect(batches.reduce((sum, entry) => sum + entry.completed, 0) + texts.length).toBe(90);
  expect(run.batches.map((batch) => batch.failed)).toEqual(run.batches.map(() => 0));
  const now = parseUsd(run.cost.nowUsd ?? '') ?? 0n;
  expect(now).toBeGreaterThan(0n);
  expect(now).toBeLessThanOrEqual(parseUsd(agreedUsd) ?? 0n);
  const [batch, realtime, saved] = [run.cost.batchUsd, run.cost.realtimeUsd, run.cost.savedUsd].map((usd) =>
    parseUsd(usd ?? ''),
  );
  expect(saved).toBe((realtime ?? 0n) - (batch ?? 0n) - now);
  await expectSound(run);
});

test('a cap holds for rows that are asked for one by one, at their price', async () => {
  const runId = await launchIn('standard', 40, { budgetUsd: '0.0016', parameters: { maxOutputTokens: 200 } });
  const paused = await engine.until(runId, (run) => run.status === 'paused' || run.status === 'succeeded', 40_000);
  expect(parseUsd(paused.cost.nowUsd ?? '')).toBeLessThanOrEqual(parseUsd('0.0016') ?? 0n);
  await expectSound(paused);
});

test('rows that ask the same are asked for once and share the answer', async () => {
  const datasetId = await engine.makeDataset(
    rowsOf(10, 'shared one by one').flatMap((row) => [row, row, row]),
    ['text'],
  );
  const runId = await engine.launch({ datasetId, launch: false });
  await db().run.update({ where: { id: runId }, data: { lane: 'standard' } });
  await launchRun(engine.actor, runId);
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 30 }, sameRows: 20 });
  expect((await answeredFor(runId)).entries).toHaveLength(10);
  await expectSound(run);
});
