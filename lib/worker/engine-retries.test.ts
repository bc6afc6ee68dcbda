import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { openProvider } from '#lib/providers/server/registry.ts';
import { sweepInputFiles } from '#lib/runs/server/input-files.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { retryItems } from '#lib/runs/server/retry-items.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => [`message number ${index}`]);

test('the first retry goes out at once, each later one after a longer pause, shown as retrying', async () => {
  engine.faults.batch = ['all-fail'];
  const datasetId = await engine.makeDataset(rowsOf(6), ['text']);
  const runId = await engine.launch({ datasetId, retry: { maxAttempts: 4 } });
  // In the longest of the pauses, so that a busy machine sees it too.
  await engine.until(runId, (run) => run.batches.length === 3 && run.counts.waiting === 6);
  const held = await getRunProgress(db(), engine.actor.workspaceId, runId);
  expect(held).toMatchObject({ retrying: 6, failures: [], run: { status: 'running', counts: { failed: 0 } } });
  await engine.untilOver(runId);
  delete engine.faults.batch;
  const batches = await db().batch.findMany({ where: { runId }, orderBy: { number: 'asc' } });
  expect(batches.map((batch) => batch.attempt)).toEqual([1, 2, 3, 4]);
  // 30 s and 2 min in real life; the tests' clock runs 150 times as fast. A fifth is chance.
  const pauses = batches.map((batch) =>
    batch.retryAt ? batch.retryAt.getTime() - (batch.finishedAt?.getTime() ?? 0) : 0,
  );
  expect([pauses[0], pauses[3]]).toEqual([0, 0]);
  expect(pauses[1]).toBeGreaterThan(100);
  expect(pauses[1]).toBeLessThan(300);
  expect(pauses[2]).toBeGreaterThan(550);
  for (const [index, batch] of batches.slice(1).entries())
    expect(batch.createdAt.getTime()).toBeGreaterThanOrEqual(batches[index]?.retryAt?.getTime() ?? 0);
});

test('rows that are held back stay so however often the run is planned, and go at once when a person says so', async () => {
  engine.faults.batch = ['all-fail'];
  const datasetId = await engine.makeDataset(rowsOf(6), ['text']);
  const runId = await engine.launch({ datasetId, retry: { maxAttempts: 1 } });
  const first = await engine.untilOver(runId);
  delete engine.faults.batch;
  const rows = await db().item.findMany({ where: { runId, status: 'failed' }, select: { rowIndex: true }, take: 1 });
  const rowIndex = rows[0]?.rowIndex ?? -1;
  // As after a third automatic attempt and a restart: the pause stands in the database alone.
  await db().item.update({ where: { runId_rowIndex: { runId, rowIndex } }, data: { status: 'waiting' } });
  await db().run.update({ where: { id: runId }, data: { status: 'running', finishedAt: null } });
  const [batchId] = first.batches.map((batch) => batch.id);
  await db().batch.update({ where: { id: batchId ?? '' }, data: { retryAt: new Date(Date.now() + 60_000) } });
  for (let time = 0; time < 3; time++) expect(await planRun(runId)).toMatchObject({ kind: 'again' });
  expect(await db().batch.count({ where: { runId } })).toBe(1);
  expect(await retryItems(engine.actor, runId, {})).toBe(first.counts.failed - 1);
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 6 } });
});

test('a person retries exactly the rows they name', async () => {
  engine.faults.batch = ['all-fail'];
  const datasetId = await engine.makeDataset(rowsOf(10), ['text']);
  const runId = await engine.launch({ datasetId, retry: { maxAttempts: 1 } });
  await engine.untilOver(runId);
  delete engine.faults.batch;
  expect(await retryItems(engine.actor, runId, { rows: [2, 7, 400] })).toBe(2);
  const run = await engine.untilOver(runId);
  expect(run.batches.map((batch) => batch.requestCount)).toEqual([10, 2]);
  const answered = await db().item.findMany({ where: { runId, status: 'succeeded' }, orderBy: { rowIndex: 'asc' } });
  expect(answered.map((item) => item.rowIndex)).toEqual([2, 7]);
  await expect(retryItems(engine.actor, runId, { rows: [2] })).rejects.toThrow('No failed row');
  await expect(retryItems(engine.actor, runId, { rows: [1], causes: ['too_long'] })).rejects.toThrow('No failed row');
});

test('no input file is left at the provider: neither used ones nor those whose upload was never answered', async () => {
  let uploads = 0;
  engine.faults.upload = () => (++uploads === 1 ? 'drop-after' : null);
  const datasetId = await engine.makeDataset(rowsOf(4), ['text']);
  const run = await engine.untilOver(await engine.launch({ datasetId }));
  delete engine.faults.upload;
  expect(run.status).toBe('succeeded');
  const ids = run.batches.map((batch) => batch.id);
  const files = await db().inputFile.findMany({ where: { batchId: { in: ids } }, orderBy: { id: 'asc' } });
  expect(files.map((file) => file.fileId === null)).toEqual([true, false]);
  const before = await inputsAtProvider();
  await sweepInputFiles();
  expect(await inputsAtProvider()).toEqual(before);
  await sweepInputFiles(0);
  expect(await inputsAtProvider()).toEqual([]);
  expect(await db().inputFile.count({ where: { sweptAt: null } })).toBe(0);
});

test('the input file of a batch that is not over stays', async () => {
  engine.faults.batch = ['stuck'];
  const datasetId = await engine.makeDataset(rowsOf(2), ['text']);
  const runId = await engine.launch({ datasetId });
  await engine.until(runId, (run) => run.batches[0]?.status === 'submitted');
  delete engine.faults.batch;
  await sweepInputFiles(0);
  expect(await inputsAtProvider()).toHaveLength(1);
});

async function inputsAtProvider(): Promise<string[]> {
  const connection = await db().connection.findFirstOrThrow({ where: { key: 'sandbox' } });
  const provider = openProvider(connection, { model: 'gpt-4o-mini', jsonSchema: null });
  const names: string[] = [];
  for await (const { name } of provider.listInputFiles()) names.push(name);
  return names;
}
