import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { ExportQuery } from '#lib/results/schema.ts';
import { exportRun } from './export.ts';
import { getExportRun } from './result-queries.ts';
import { createTestRun, type TestItem, type TestRun } from './test-run.ts';

provideTestDatabase(closePool);

async function read(run: TestRun, query: Record<string, string>): Promise<string> {
  const exported = await getExportRun(db(), run.workspaceId, run.runId);
  const pieces: Uint8Array[] = [];
  for await (const piece of exportRun(exported, ExportQuery.parse({ columns: 'own', ...query }))) pieces.push(piece);
  return Buffer.concat(pieces)
    .toString()
    .replace(/^\uFEFF/, '');
}

const answered = (rowIndex: number): TestItem => ({ rowIndex, status: 'succeeded', attempts: 1, outputs: ['x'] });
const failed = (rowIndex: number): TestItem => ({ rowIndex, status: 'failed', attempts: 1, cause: 'refused' });

async function makePaid({ workspaceId }: TestRun): Promise<void> {
  await db().connection.updateMany({ where: { workspaceId }, data: { kind: 'openai' } });
}

test('the sheet for people is their columns and the answers, which say when they are simulated', async () => {
  const sheet = { columnNames: ['id', 'text'], rows: [['1', 'a']], outputColumns: ['label', 'why'] };
  const run = await createTestRun({ ...sheet, items: [{ ...answered(0), outputs: ['x', 'y'] }], isPlanned: true });
  expect(await read(run, {})).toBe('id,text,label (simulated),why (simulated)\n1,a,x,y\n');
  expect(await read(run, { separator: 'semicolon' })).toBe('id;text;label (simulated);why (simulated)\n1;a;x;y\n');
  expect(JSON.parse(await read(run, { format: 'jsonl' }))).toEqual({
    ...{ id: '1', text: 'a', 'label (simulated)': 'x', 'why (simulated)': 'y' },
  });
  await makePaid(run);
  expect(await read(run, {})).toBe('id,text,label,why\n1,a,x,y\n');
});

test('why a row failed is told where rows failed, under a name that no column of the sheet has', async () => {
  const sheet = { columnNames: ['_error'], rows: [['mine'], ['yours']], outputColumns: ['label'] };
  const run = await createTestRun({ ...sheet, items: [answered(0), failed(1)], isPlanned: true });
  await makePaid(run);
  const [head, ...lines] = parse(await read(run, {})) as string[][];
  expect(head).toEqual(['_error', 'label', '_error_2']);
  expect(lines[0]).toEqual(['mine', 'x', '']);
  expect(lines[1]?.slice(0, 2)).toEqual(['yours', '']);
  expect(lines[1]?.[2]).toMatch(/\.$/);
  expect(parse(await read(run, { status: 'failed' }))).toEqual([head, lines[1]]);
});

test('a sheet of thousands of columns has as few of ours', async () => {
  const columnNames = Array.from({ length: 2000 }, (_, index) => `c${index}`);
  const rows = [columnNames.map((_, index) => String(index))];
  const run = await createTestRun({
    columnNames,
    rows,
    outputColumns: ['label'],
    items: [answered(0)],
    isPlanned: true,
  });
  const [head, line] = parse(await read(run, {})) as string[][];
  expect(head).toEqual([...columnNames, 'label (simulated)']);
  expect(line).toEqual([...(rows[0] ?? []), 'x']);
});
