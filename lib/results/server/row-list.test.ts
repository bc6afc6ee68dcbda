import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { RowListQuery } from '#lib/results/schema.ts';
import { listMatches } from './row-list.ts';
import { createLabeledRun, createTestRun, type TestItem, type TestRun } from './test-run.ts';

provideTestDatabase(closePool);

/** Every row a view shows, asked for until there is nothing to go on with. */
async function rowsOf(run: Pick<TestRun, 'workspaceId' | 'runId'>, query: Record<string, string>): Promise<number[]> {
  const seen: number[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const asked = RowListQuery.parse({ ...query, from });
    const { rows, nextFrom } = await listMatches(db(), run.workspaceId, run.runId, asked);
    for (let place = 0; place < rows.length; place += 4) seen.push(rows.readInt32LE(place));
    if (nextFrom !== null) expect(nextFrom).toBeGreaterThan(from);
    from = nextFrom;
  }
  return seen;
}

test('rows are narrowed by state and by answer', async () => {
  const run = await createLabeledRun(12);
  expect(await rowsOf(run, { status: 'failed' })).toEqual([3, 7, 11]);
  expect(await rowsOf(run, { status: 'succeeded' })).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
  expect(await rowsOf(run, { answer: 'odd' })).toEqual([1, 5, 9]);
  expect(await rowsOf(run, { answer: 'odd', column: '1' })).toEqual([]);
  expect(await rowsOf(run, { answer: "odd' or true --" })).toEqual([]);
  expect(await rowsOf(run, { status: 'skipped' })).toEqual([]);
});

test('failed rows are narrowed by why they failed', async () => {
  const items: TestItem[] = [
    { rowIndex: 0, status: 'failed', cause: 'refused' },
    { rowIndex: 1, status: 'succeeded', attempts: 1, outputs: ['x'] },
    { rowIndex: 2, status: 'failed', cause: 'too_long' },
    { rowIndex: 3, status: 'failed', cause: 'refused' },
  ];
  const rows = items.map((_, n) => [`row ${n}`]);
  const run = await createTestRun({ columnNames: ['text'], rows, items, isPlanned: true });
  expect(await rowsOf(run, { cause: 'refused' })).toEqual([0, 3]);
  expect(await rowsOf(run, { status: 'failed', cause: 'too_long' })).toEqual([2]);
  expect(await rowsOf(run, { cause: 'refused', q: 'ROW 3' })).toEqual([3]);
  expect(await rowsOf(run, { cause: 'expired' })).toEqual([]);
  expect(await rowsOf(run, { status: 'succeeded', cause: 'refused' })).toEqual([]);
  const unplanned = await createTestRun({ columnNames: ['text'], rows });
  expect(await rowsOf(unplanned, { cause: 'refused' })).toEqual([]);
});

test('a text is found in cells and answers, whatever its capitals, and taken by the letter', async () => {
  const rows = [
    ['Lost CARD', '100 %'],
    ['card', 'back\\slash'],
    ['über', 'a_b'],
    ['Lost', 'CARD'],
  ];
  const items: TestItem[] = [{ rowIndex: 2, status: 'succeeded', attempts: 1, outputs: ['Card wanted'] }];
  const run = await createTestRun({ columnNames: ['a', 'b'], rows, items, isPlanned: true });
  expect(await rowsOf(run, { q: 'card' })).toEqual([0, 1, 2, 3]);
  expect(await rowsOf(run, { q: 'lost card' })).toEqual([0]);
  expect(await rowsOf(run, { q: 'ÜBER' })).toEqual([2]);
  expect(await rowsOf(run, { q: '%' })).toEqual([0]);
  expect(await rowsOf(run, { q: '_' })).toEqual([2]);
  expect(await rowsOf(run, { q: '\\' })).toEqual([1]);
  expect(await rowsOf(run, { q: 'card', status: 'succeeded' })).toEqual([2]);
  expect(await rowsOf(run, { q: 'nowhere' })).toEqual([]);
});

test('rows are sorted by answer, cost and tokens, both ways; rows without one come last, equal ones in row order', async () => {
  const given = [
    { outputs: ['b'], costPicoUsd: 5n, inputTokens: 1 },
    { outputs: ['A'], costPicoUsd: 9n, inputTokens: 300 },
    {},
    { outputs: ['a'], costPicoUsd: 5n, inputTokens: 20 },
  ];
  const items = given.map((item, rowIndex): TestItem => {
    if (!item.outputs) return { rowIndex, status: 'failed', cause: 'refused' };
    return { rowIndex, status: 'succeeded', ...item };
  });
  const run = await createTestRun({ columnNames: ['a'], rows: given.map(() => ['x']), items, isPlanned: true });
  expect(await rowsOf(run, { sort: 'answer' })).toEqual([1, 3, 0, 2]);
  expect(await rowsOf(run, { sort: 'answer', desc: '1' })).toEqual([0, 1, 3, 2]);
  expect(await rowsOf(run, { sort: 'cost' })).toEqual([0, 3, 1, 2]);
  expect(await rowsOf(run, { sort: 'tokens', desc: '1' })).toEqual([1, 3, 0, 2]);
  expect(await rowsOf(run, { sort: 'row', desc: '1' })).toEqual([3, 2, 1, 0]);
  expect(await rowsOf(run, { sort: 'cost', q: 'x', status: 'succeeded' })).toEqual([0, 3, 1]);
});

test('a run without items shows the rows it would send as waiting, and nothing as answered', async () => {
  const rows = Array.from({ length: 12 }, (_, n) => [`row ${n}`]);
  const run = await createTestRun({ columnNames: ['text'], rows, rowCount: 5 });
  expect(await rowsOf(run, { status: 'waiting' })).toEqual([0, 1, 2, 3, 4]);
  expect(await rowsOf(run, { q: 'ROW', status: 'waiting' })).toEqual([0, 1, 2, 3, 4]);
  expect(await rowsOf(run, { sort: 'row', desc: '1' })).toEqual([4, 3, 2, 1, 0]);
  expect(await rowsOf(run, { sort: 'cost' })).toEqual([0, 1, 2, 3, 4]);
  expect(await rowsOf(run, { status: 'succeeded' })).toEqual([]);
  expect(await rowsOf(run, { q: 'row', answer: 'odd' })).toEqual([]);
});

test('a sheet too long to be sorted is said to be, and still narrowed', async () => {
  const run = await createLabeledRun(4);
  await db().run.update({ where: { id: run.runId }, data: { plannedAt: null, rowCount: 2_000_001 } });
  await expect(rowsOf(run, { sort: 'cost' })).rejects.toThrow(/has 2,000,001 rows, and up to 2,000,000 can be sorted/);
  expect(await rowsOf(run, { q: 'row 3' })).toEqual([3]);
});

test('another workspace gets the same answer as for a run that does not exist', async () => {
  const { runId } = await createLabeledRun(2);
  const { workspaceId } = await createLabeledRun(2);
  await expect(rowsOf({ workspaceId, runId }, {})).rejects.toThrow('This run does not exist.');
});
