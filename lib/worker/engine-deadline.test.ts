import { expect, test } from 'vitest';
import { parseUsd } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import type { RunInput } from '#lib/runs/schema.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { provideEngine } from './engine-harness.ts';

/** Batches never end by themselves within a test. */
const engine = provideEngine({ pace: { ...INSTANT_PACE, runMs: () => 600_000, answerMs: () => 5 } });

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

async function launch(rows: number, input: Partial<RunInput>): Promise<string> {
  const cells = Array.from({ length: rows }, (_, n) => [`due ${n} ${crypto.randomUUID()}`]);
  const datasetId = await engine.makeDataset(cells, ['text']);
  return engine.launch({ datasetId, parameters: { maxOutputTokens: 1_000 }, ...input });
}

async function lanesOf(runId: string): Promise<string[]> {
  const batches = await db().batch.findMany({ where: { runId }, select: { lane: true, status: true } });
  return batches.filter((batch) => batch.status === 'completed').map((batch) => batch.lane);
}

test('a run whose deadline is near is finished by flex, at the price of a batch, within its cap', async () => {
  const runId = await launch(30, { model: 'gpt-5-mini', deadlineAt: inMinutes(15), budgetUsd: '2.00' });
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 30 }, cost: { nowUsd: '0.000000' } });
  expect(await lanesOf(runId)).toEqual(['flex']);
  expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
});

test('when flex is refused the rest goes at the real-time price, still within the cap', async () => {
  engine.faults.now = 'flex-full';
  const runId = await launch(12, { model: 'gpt-5-mini', deadlineAt: inMinutes(15), budgetUsd: '2.00' });
  const run = await engine.untilOver(runId);
  delete engine.faults.now;
  expect(run).toMatchObject({ status: 'succeeded', cost: { batchUsd: '0.000000' } });
  expect(parseUsd(run.cost.nowUsd ?? '')).toBeLessThanOrEqual(parseUsd('2.00') ?? 0n);
});

test('no time left for flex: at the real-time price at once', async () => {
  const runId = await launch(12, { model: 'gpt-5-mini', deadlineAt: inMinutes(2), budgetUsd: '2.00' });
  const run = await engine.untilOver(runId);
  expect(run.cost.batchUsd).toBe('0.000000');
  expect(run.status).toBe('succeeded');
});

test('without room under the cap the run says so, keeps waiting for its batch, and no batch is stopped', async () => {
  const runId = await launch(20, { deadlineAt: inMinutes(15), budgetUsd: '0.0014' });
  await engine.until(runId, (run) => run.batches.some((batch) => batch.status === 'submitted'));
  const { deadlineNote, lane, events } = await getRunProgress(db(), engine.actor.workspaceId, runId);
  expect(lane).toBe('batch');
  expect(deadlineNote).toContain('goes on waiting for the batch');
  expect(events.filter((event) => event.message === deadlineNote)).toHaveLength(1);
});

test('a deadline that is far away changes nothing', async () => {
  const runId = await launch(5, { deadlineAt: inMinutes(24 * 60), budgetUsd: '2.00' });
  await engine.until(runId, (run) => run.batches.some((batch) => batch.status === 'submitted'));
  const { deadlineNote, lane, deadlineAt } = await getRunProgress(db(), engine.actor.workspaceId, runId);
  expect([lane, deadlineNote, deadlineAt]).toEqual(['batch', null, expect.stringMatching(/^20/)]);
});

test('a deadline needs a cap, and a moment that is still to come', async () => {
  await expect(launch(2, { deadlineAt: inMinutes(60) })).rejects.toMatchObject({ code: 'invalid' });
  const past = launch(2, { deadlineAt: inMinutes(-1), budgetUsd: '1.00' });
  await expect(past).rejects.toThrow('over already');
});
