import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { MAX_SHOWN_CHARS, WINDOW_COLUMNS } from '#lib/results/limits.ts';
import { getResult, getResultCounts, getResultSheet, listAnswerFacets } from './result-queries.ts';
import { listWindow } from './row-window.ts';
import { createLabeledRun, createTestRun } from './test-run.ts';

provideTestDatabase(closePool);

test('a window holds the rows it is asked for, in row order, and none that the run does not have', async () => {
  const { workspaceId, runId } = await createLabeledRun(12);
  const indexes = async (rows: number[]) =>
    (await listWindow(db(), workspaceId, runId, { rows, firstColumn: 0 })).map((row) => row.rowIndex);
  expect(await indexes([0, 1, 2])).toEqual([0, 1, 2]);
  expect(await indexes([9, 3, 11])).toEqual([3, 9, 11]);
  expect(await indexes([11, 12, 500])).toEqual([11]);
  const short = await createTestRun({ columnNames: ['a'], rows: [['1'], ['2'], ['3']], rowCount: 2 });
  const rows = await listWindow(db(), short.workspaceId, short.runId, { rows: [0, 1, 2], firstColumn: 0 });
  expect(rows.map((row) => row.status)).toEqual(['waiting', 'waiting']);
});

test('a row shows its own cells, its answer or its failure in words, its tokens and its exact cost', async () => {
  const { workspaceId, runId } = await createLabeledRun(4);
  const rows = await listWindow(db(), workspaceId, runId, { rows: [1, 3], firstColumn: 0 });
  expect(rows).toEqual([
    {
      ...{ rowIndex: 1, status: 'succeeded', error: null, tokens: 15, costUsd: '0.0000015' },
      ...{ values: ['row 1', ''], outputs: ['odd'] },
    },
    {
      ...{ rowIndex: 3, status: 'failed', error: 'The model declined to answer.', tokens: 0, costUsd: null },
      ...{ values: ['row 3', ''], outputs: [] },
    },
  ]);
});

test('cells are cut at the limit and never inside a character; one row alone has them whole', async () => {
  const exact = '😀'.repeat(MAX_SHOWN_CHARS);
  const long = `${exact}!`;
  const run = await createTestRun({ columnNames: ['a', 'b'], rows: [[exact, long]], isPlanned: true });
  const [row] = await listWindow(db(), run.workspaceId, run.runId, { rows: [0], firstColumn: 0 });
  expect(row?.values).toEqual([exact, { cut: exact }]);
  expect((await getResult(db(), run.workspaceId, run.runId, 0)).values).toEqual([exact, long]);
  await expect(getResult(db(), run.workspaceId, run.runId, 1)).rejects.toThrow('This run has no row 2.');
});

test('of a wide sheet only a slice of the columns travels', async () => {
  const columnNames = Array.from({ length: 120 }, (_, n) => `c${n}`);
  const run = await createTestRun({ columnNames, rows: [columnNames.map((name) => `${name}!`)], isPlanned: true });
  const slice = async (firstColumn: number) =>
    (await listWindow(db(), run.workspaceId, run.runId, { rows: [0], firstColumn }))[0]?.values;
  expect(await slice(0)).toEqual(columnNames.slice(0, WINDOW_COLUMNS).map((name) => `${name}!`));
  expect(await slice(100)).toEqual(columnNames.slice(100).map((name) => `${name}!`));
  expect(await slice(120)).toEqual([]);
});

test('one row alone comes with the instruction as it was sent', async () => {
  const { workspaceId, runId } = await createLabeledRun(3);
  await db().run.update({ where: { id: runId }, data: { prompt: { system: 'Be brief.', user: 'Is {{text}} odd?' } } });
  expect((await getResult(db(), workspaceId, runId, 2)).prompt).toEqual({
    system: 'Be brief.',
    user: 'Is row 2 odd?',
  });
});

test('a label that no row got is counted with 0, behind the others', async () => {
  const { workspaceId, runId } = await createLabeledRun(12);
  const labels = ['prime', 'odd', 'even'];
  await db().run.update({ where: { id: runId }, data: { output: { kind: 'label', labels } } });
  const [facet] = await listAnswerFacets(db(), workspaceId, runId, 3);
  expect(facet?.values.at(-1)).toEqual({ value: 'prime', count: 0 });
  expect(facet?.hasMore).toBe(false);
  expect(await listAnswerFacets(db(), workspaceId, runId, 2)).toMatchObject([{ hasMore: true }]);
});

test('a row that failed says why in plain words, apart from the message that came back', async () => {
  const { workspaceId, runId } = await createLabeledRun(4);
  expect(await getResult(db(), workspaceId, runId, 3)).toMatchObject({
    ...{ reason: 'The model declined to answer.', error: 'The model declined to answer.' },
  });
  await db().item.updateMany({ where: { runId, rowIndex: 3 }, data: { errorMessage: 'Error 400: no.' } });
  expect(await getResult(db(), workspaceId, runId, 3)).toMatchObject({
    ...{ reason: 'The model declined to answer.', error: 'Error 400: no.' },
  });
  expect(await getResult(db(), workspaceId, runId, 0)).toMatchObject({ reason: null, error: null });
});

test('answers are counted, most frequent first, up to the limit; free text is not', async () => {
  const { workspaceId, runId } = await createLabeledRun(12);
  const values = [
    { value: 'even', count: 6 },
    { value: 'odd', count: 3 },
  ];
  expect(await listAnswerFacets(db(), workspaceId, runId, 2)).toEqual([{ column: 0, values, hasMore: false }]);
  const [cut] = await listAnswerFacets(db(), workspaceId, runId, 1);
  expect(cut).toEqual({ column: 0, values: values.slice(0, 1), hasMore: true });
  const free = await createTestRun({ columnNames: ['text'], rows: [['a']], isPlanned: true });
  expect(await listAnswerFacets(db(), free.workspaceId, free.runId, 10)).toEqual([]);
});

test('the head of the sheet counts every row once and knows which columns hold numbers', async () => {
  const { workspaceId, runId, datasetId } = await createLabeledRun(12);
  const columns = [
    { name: 'text', type: 'integer', emptyCount: 0 },
    { name: 'note', type: 'text', emptyCount: 0 },
  ];
  await db().dataset.update({ where: { id: datasetId }, data: { columns, deletedAt: new Date() } });
  const sheet = await getResultSheet(db(), workspaceId, runId);
  expect(sheet).toMatchObject({
    ...{ columnNames: ['text', 'note'], numericColumns: [0], outputColumns: ['label'], facetColumns: [0] },
    ...{ simulated: true, isDatasetDeleted: true },
  });
  const { total, ...counts } = sheet.counts;
  expect(total).toBe(12);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(12);
  expect(await getResultCounts(db(), workspaceId, runId)).toEqual({ status: 'running', counts: sheet.counts });
});

test('another workspace gets the same answer as for a run that does not exist', async () => {
  const { runId } = await createLabeledRun(2);
  const { workspaceId } = await createLabeledRun(2);
  for (const id of [runId, 'run_nope']) {
    const refusal = { code: 'not_found', message: 'This run does not exist.' };
    await expect(listWindow(db(), workspaceId, id, { rows: [0], firstColumn: 0 })).rejects.toMatchObject(refusal);
    await expect(getResult(db(), workspaceId, id, 0)).rejects.toMatchObject(refusal);
    await expect(getResultSheet(db(), workspaceId, id)).rejects.toMatchObject(refusal);
    await expect(getResultCounts(db(), workspaceId, id)).rejects.toMatchObject(refusal);
    await expect(listAnswerFacets(db(), workspaceId, id, 5)).rejects.toMatchObject(refusal);
  }
});
