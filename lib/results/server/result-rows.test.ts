import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { MAX_SHOWN_CHARS } from '#lib/results/schema.ts';
import { getResult, getResultSheet } from './result-queries.ts';
import { listAnswerValues, listResults } from './result-rows.ts';
import { createTestRun, type TestItem } from './test-run.ts';

provideTestDatabase(closePool);

const COUNT = 12;
const rows = Array.from({ length: COUNT }, (_, n) => [`row ${n}`, '']);
const items: TestItem[] = rows.map((_, rowIndex) => {
  if (rowIndex % 4 === 3) return { rowIndex, status: 'failed', attempts: 3, cause: 'refused' };
  return {
    rowIndex,
    status: 'succeeded',
    attempts: 1,
    outputs: [rowIndex % 2 ? 'odd' : 'even'],
    costPicoUsd: 1_500_000n,
  };
});

async function createLabeled() {
  const columnNames = ['text', 'note'];
  return createTestRun({
    columnNames,
    rows,
    items,
    outputColumns: ['label'],
    labels: ['odd', 'even'],
    isPlanned: true,
  });
}

test('pages hold every row once, in the order of the dataset, whatever their size', async () => {
  const { workspaceId, runId } = await createLabeled();
  for (const limit of [1, 5, COUNT, 200]) {
    const seen: number[] = [];
    for (let after: number | null = -1; after !== null; ) {
      const page = await listResults(db(), workspaceId, runId, { after, limit });
      seen.push(...page.data.map((row) => row.rowIndex));
      expect(page.data.length).toBeLessThanOrEqual(limit);
      after = page.nextAfter === null ? null : Number(page.nextAfter);
    }
    expect(seen).toEqual(rows.map((_, rowIndex) => rowIndex));
  }
});

test('a row shows its own cells, its answer or its failure in words, and its exact cost', async () => {
  const { workspaceId, runId } = await createLabeled();
  const { data } = await listResults(db(), workspaceId, runId, { limit: 4 });
  expect(data[1]).toEqual({
    ...{ rowIndex: 1, status: 'succeeded', error: null, attempts: 1, costUsd: '0.0000015' },
    values: [
      { text: 'row 1', isCut: false },
      { text: '', isCut: false },
    ],
    outputs: [{ text: 'odd', isCut: false }],
  });
  expect(data[3]).toMatchObject({
    status: 'failed',
    outputs: [],
    error: 'The model declined to answer.',
    costUsd: null,
  });
});

test('rows are narrowed by status and by answer', async () => {
  const { workspaceId, runId } = await createLabeled();
  const indexes = async (query: object) =>
    (await listResults(db(), workspaceId, runId, { limit: 50, ...query })).data.map((row) => row.rowIndex);
  expect(await indexes({ status: 'failed' })).toEqual([3, 7, 11]);
  expect(await indexes({ status: 'failed', after: 3 })).toEqual([7, 11]);
  expect(await indexes({ answer: 'odd' })).toEqual([1, 5, 9]);
  expect(await indexes({ answer: "odd' or true --" })).toEqual([]);
  expect(await indexes({ status: 'skipped' })).toEqual([]);
});

test('a draft shows the rows it would send as waiting, and nothing as answered', async () => {
  const { workspaceId, runId } = await createTestRun({ columnNames: ['text', 'note'], rows, rowCount: 5 });
  const indexes = async (query: object) =>
    (await listResults(db(), workspaceId, runId, { limit: 50, ...query })).data.map((row) => row.rowIndex);
  expect(await indexes({})).toEqual([0, 1, 2, 3, 4]);
  expect(await indexes({ status: 'waiting', after: 2 })).toEqual([3, 4]);
  expect(await indexes({ status: 'succeeded' })).toEqual([]);
  expect(await indexes({ answer: 'odd' })).toEqual([]);
});

test('cells are cut at the limit and never inside a character; one row alone has them whole', async () => {
  const exact = '😀'.repeat(MAX_SHOWN_CHARS);
  const long = `${exact}!`;
  const run = await createTestRun({ columnNames: ['a', 'b'], rows: [[exact, long]], isPlanned: true });
  const { data } = await listResults(db(), run.workspaceId, run.runId, { limit: 5 });
  expect(data[0]?.values).toEqual([
    { text: exact, isCut: false },
    { text: exact, isCut: true },
  ]);
  expect((await getResult(db(), run.workspaceId, run.runId, 0)).values).toEqual([exact, long]);
  await expect(getResult(db(), run.workspaceId, run.runId, 1)).rejects.toThrow('This run has no row 2.');
});

test('answers are counted, most frequent first, up to the limit; free text is not', async () => {
  const { workspaceId, runId } = await createLabeled();
  expect(await listAnswerValues(db(), workspaceId, runId, 10)).toEqual([
    { value: 'even', count: 6 },
    { value: 'odd', count: 3 },
  ]);
  expect(await listAnswerValues(db(), workspaceId, runId, 1)).toHaveLength(1);
  const free = await createTestRun({ columnNames: ['text', 'note'], rows, items, isPlanned: true });
  expect(await listAnswerValues(db(), free.workspaceId, free.runId, 10)).toEqual([]);
});

test('the head of the sheet counts every row once', async () => {
  const { workspaceId, runId } = await createLabeled();
  const sheet = await getResultSheet(db(), workspaceId, runId);
  expect(sheet).toMatchObject({
    columnNames: ['text', 'note'],
    outputColumns: ['label'],
    hasLabels: true,
    simulated: true,
  });
  const { total, ...counts } = sheet.counts;
  expect(total).toBe(COUNT);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(COUNT);
  expect(counts).toMatchObject({ succeeded: 9, failed: 3 });
});

test('another workspace gets the same answer as for a run that does not exist', async () => {
  const { runId } = await createLabeled();
  const { workspaceId } = await createLabeled();
  for (const id of [runId, 'run_nope']) {
    const refusal = { code: 'not_found', message: 'This run does not exist.' };
    await expect(listResults(db(), workspaceId, id, { limit: 5 })).rejects.toMatchObject(refusal);
    await expect(getResult(db(), workspaceId, id, 0)).rejects.toMatchObject(refusal);
    await expect(getResultSheet(db(), workspaceId, id)).rejects.toMatchObject(refusal);
    await expect(listAnswerValues(db(), workspaceId, id, 5)).rejects.toMatchObject(refusal);
  }
});
