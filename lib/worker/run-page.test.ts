import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { getSavingsTotals } from '#lib/reports/server/savings-queries.ts';
import { getHomeRuns } from '#lib/runs/server/home-runs.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { listLatestEvents } from '#lib/runs/server/run-events.ts';
import { listRuns } from '#lib/runs/server/run-list.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();

const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => [`message number ${index}`]);

/** A run that is over; with `areLost`, every row of it failed. */
async function runOver(name: string, rows = 12, areLost = false): Promise<string> {
  const datasetId = await engine.makeDataset(rowsOf(rows), ['text']);
  if (areLost) engine.faults.batch = ['all-fail'];
  const runId = await engine.launch({ datasetId, name, retry: { maxAttempts: 1 }, batch: { maxRequests: 5 } });
  await engine.untilOver(runId);
  delete engine.faults.batch;
  return runId;
}

const all = { group: null, name: '', page: 1, pageSize: 25 } as const;

test('failed rows stand by cause, with the first of them and about what sending them again costs', async () => {
  const runId = await runOver('All of them fail', 12, true);
  const { failures } = await getRunProgress(db(), engine.actor.workspaceId, runId);
  expect(failures.reduce((sum, group) => sum + group.count, 0)).toBe(12);
  for (const group of failures) {
    const rows = await db().item.findMany({
      where: { runId, cause: group.cause },
      select: { rowIndex: true },
      orderBy: { rowIndex: 'asc' },
    });
    expect(group.count).toBe(rows.length);
    expect(group.firstRows).toEqual(rows.slice(0, 5).map((row) => row.rowIndex));
    expect(Number(group.retryUsd)).toBeGreaterThan(0);
  }
});

test('every batch has its story with its times in order, and a run that is over has no end to guess', async () => {
  const runId = await runOver('Told from the start');
  const progress = await getRunProgress(db(), engine.actor.workspaceId, runId);
  expect(progress.ready).toBeNull();
  expect(progress.stories.map((story) => story.batchId)).toEqual(progress.run.batches.map((batch) => batch.id));
  for (const { plannedAt, uploadedAt, submittedAt, endedAt, finishedAt } of progress.stories) {
    const times = [plannedAt, uploadedAt, submittedAt, endedAt, finishedAt];
    expect(times).not.toContain(null);
    expect(times).toEqual(times.toSorted());
  }
});

test('a run that moves while no worker gives a sign of life says so', async () => {
  const runId = await runOver('Without a worker');
  await db().run.update({ where: { id: runId }, data: { status: 'paused', finishedAt: null } });
  const { workspaceId } = engine.actor;
  expect((await getRunProgress(db(), workspaceId, runId)).isWorkerSeen).toBe(false);
  await db().workerProcess.create({ data: { id: 'wrk_test', version: '0' } });
  expect((await getRunProgress(db(), workspaceId, runId)).isWorkerSeen).toBe(true);
  await db().run.update({ where: { id: runId }, data: { status: 'succeeded', finishedAt: new Date() } });
});

test('the log is read backwards page by page, no line twice and none left out', async () => {
  const runId = await runOver('Logged');
  const { workspaceId } = engine.actor;
  const whole = await listLatestEvents(db(), workspaceId, runId, { limit: 200 });
  expect(whole.hasOlder).toBe(false);
  const read: string[] = [];
  let before: string | undefined;
  for (let hasOlder = true; hasOlder; ) {
    const page = await listLatestEvents(db(), workspaceId, runId, { before, limit: 2 });
    read.unshift(...page.events.map((event) => event.id));
    before = page.events[0]?.id;
    hasOlder = page.hasOlder;
  }
  expect(read).toEqual(whole.events.map((event) => event.id));
  expect((await listLatestEvents(db(), 'ws_other', runId, { limit: 200 })).events).toEqual([]);
});

test('runs are found by words of their name and by group, and a page too far is the last one', async () => {
  const [first, second] = [await runOver('Needle one'), await runOver('needle two')];
  const lost = await runOver('Needle lost', 12, true);
  const { workspaceId } = engine.actor;
  const named = await listRuns(db(), workspaceId, { ...all, name: 'NEEDLE' });
  expect(named.runs.map((run) => run.id)).toEqual([lost, second, first]);
  expect(named.counts).toEqual({ moving: 0, paused: 0, failures: 1, done: 2, canceled: 0, draft: 0 });
  const done = await listRuns(db(), workspaceId, { ...all, name: 'needle', group: 'done' });
  expect(done).toMatchObject({ total: 2, pageCount: 1, runs: [{ id: second }, { id: first }] });
  const far = await listRuns(db(), workspaceId, { ...all, name: 'needle', page: 9, pageSize: 2 });
  expect(far).toMatchObject({ page: 2, pageCount: 2, total: 3, runs: [{ id: first }] });
  expect((await listRuns(db(), 'ws_other', all)).total).toBe(0);
  // What means anything in a pattern means itself in a name.
  const odd = await runOver('100 % of a_b\\c');
  for (const name of ['%', '_', '\\', 'a_b\\C'])
    expect((await listRuns(db(), workspaceId, { ...all, name })).runs.map((run) => run.id)).toEqual([odd]);
});

test('Home shows what failed lately as what needs a person, and forgets it after two weeks', async () => {
  const runId = await runOver('Lately', 12, true);
  const needs = async () => (await getHomeRuns(db(), engine.actor)).failures.runs.map((run) => run.id);
  expect(await needs()).toContain(runId);
  const finishedAt = new Date(Date.now() - 15 * 24 * 3600 * 1000);
  await db().run.update({ where: { id: runId }, data: { finishedAt, startedAt: finishedAt, launchedAt: finishedAt } });
  expect(await needs()).not.toContain(runId);
});

test('what was spent counts in the month in which the provider was done, in UTC', async () => {
  const runId = await runOver('Spent');
  const before = (await getSavingsTotals(db(), engine.actor))?.simulated;
  expect(before?.month).toEqual(before?.ever);
  expect(Number(before?.month.savedUsd)).toBeGreaterThan(0);
  const today = new Date();
  const lastMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1) - 1);
  await db().batch.updateMany({ where: { runId }, data: { endedAt: lastMonth } });
  const after = (await getSavingsTotals(db(), engine.actor))?.simulated;
  expect(after?.ever).toEqual(before?.ever);
  expect(Number(after?.month.batchUsd)).toBeLessThan(Number(before?.month.batchUsd));
});
