import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, withConnection } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { type ExportOptions, ExportQuery } from '#lib/results/schema.ts';
import { guardCell } from '#lib/spreadsheet-guard.ts';
import { exportRun } from './export.ts';
import { costOf, csvSql, guarded } from './export-sql.ts';
import { getExportRun } from './result-queries.ts';
import { createTestRun, type TestItem, type TestRun } from './test-run.ts';

provideTestDatabase(closePool);

const ABOUT = '_row,_status,_error,_attempts,_model,_input_tokens,_output_tokens,_cost_usd';

const NASTY = [
  ...[
    '',
    ' ',
    'plain',
    '"',
    '""',
    '"quoted"',
    'a,b',
    'a;b\tc',
    'line\r\nbreak',
    'line\nbreak',
    'line\rbreak',
    '\r',
    '\n',
  ],
  ...[
    ' lead',
    'trail ',
    'NULL',
    '\\N',
    '\\.',
    '\\',
    '{a,b}',
    '=1+1',
    '+1',
    '-1',
    '-x',
    '@a',
    '\t=1',
    '＝1',
    '\u0001\u0002\u001f',
  ],
  ...[
    'é',
    'e\u0301',
    '日本語',
    '😀👩‍👩‍👧',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\uffff',
    "it's",
    "');drop table run;--",
    '{"json":"x"}',
  ],
];

function nastyRows(width: number, count: number): string[][] {
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, column) => NASTY[(row * 7 + column) % NASTY.length] ?? ''),
  );
}

async function read(run: TestRun, { safe = false, ...options }: Partial<ExportOptions>): Promise<string> {
  const exported = await getExportRun(db(), run.workspaceId, run.runId);
  const pieces: Uint8Array[] = [];
  for await (const piece of exportRun(exported, { ...ExportQuery.parse({}), safe, ...options })) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

function records(csv: string): string[][] {
  return parse(csv, { bom: true });
}

function namesOf(width: number): string[] {
  return Array.from({ length: width }, (_, index) => (index === 0 ? 'a "b", c\nd' : `column ${index}`));
}

test.each([
  { width: 3, count: 120, bytes: 1 },
  { width: 3, count: 120, bytes: 1_000_000_000 },
  { width: 40, count: 50, bytes: 1 },
  { width: 1599, count: 3, bytes: 1 },
  { width: 1600, count: 3, bytes: 1 },
  { width: 2000, count: 5, bytes: 1 },
])('every cell comes back byte for byte: $count rows of $width columns', async ({ width, count, bytes }) => {
  const rows = nastyRows(width, count);
  const columnNames = namesOf(width);
  const items = rows.map((row, rowIndex) => answered(rowIndex, row[1] ?? ''));
  const run = await createTestRun({ columnNames, rows, items, isPlanned: true, sizeBytes: bytes });
  const [header, ...lines] = records(await read(run, { format: 'csv' }));
  expect(header).toEqual([...columnNames, 'answer', ...ABOUT.split(',')]);
  expect(lines.map((line) => line.slice(0, width))).toEqual(rows);
  expect(lines.map((line) => line[width])).toEqual(rows.map((row) => row[1]));
  expect(lines.map((line) => line[width + 1])).toEqual(rows.map((_, rowIndex) => String(rowIndex + 1)));

  const objects = (await read(run, { format: 'jsonl' }))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(objects.map((object) => columnNames.map((name) => object[name]))).toEqual(rows);
  expect(Object.keys(objects[0])).toEqual([...columnNames, 'answer', ...ABOUT.split(',')]);
});

function answered(rowIndex: number, answer: string): TestItem {
  return { rowIndex, status: 'succeeded', attempts: 1, outputs: [answer] };
}

test('each row says what happened to it', async () => {
  const run = await createTestRun({
    columnNames: ['text'],
    rows: [['a'], ['b'], ['c'], ['d']],
    outputColumns: ['label', 'why'],
    isPlanned: true,
  });
  await db().$transaction([
    db().item.deleteMany({ where: { runId: run.runId, rowIndex: { lt: 3 } } }),
    db().item.createMany({
      data: [
        {
          ...{ runId: run.runId, rowIndex: 0, status: 'succeeded', attempts: 2, attemptsLeft: 1, batchId: run.batchId },
          ...{ outputs: ['x', ''], inputTokens: 10, outputTokens: 2, costPicoUsd: 1_500_000n },
        },
        {
          ...{ runId: run.runId, rowIndex: 1, status: 'failed', attempts: 1, attemptsLeft: 0, cause: 'refused' },
          ...{ errorMessage: 'The model declined: "no", it said.', costPicoUsd: 412_300_000_000n },
        },
        { runId: run.runId, rowIndex: 2, status: 'failed', attempts: 3, attemptsLeft: 0, cause: 'expired' },
      ],
    }),
  ]);
  expect(await read(run, { format: 'csv' })).toBe(
    [
      `text,label,why,${ABOUT}`,
      'a,x,,1,succeeded,,2,gpt-4o-mini-2024-07-18,10,2,0.0000015',
      'b,,,2,failed,"The model declined: ""no"", it said.",1,gpt-4o-mini,0,0,0.412300',
      'c,,,3,failed,Not done within 24 hours.,3,gpt-4o-mini,0,0,',
      'd,,,4,waiting,,0,,0,0,',
      '',
    ].join('\n'),
  );
  const lines = (await read(run, { format: 'jsonl' }))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toEqual({
    ...{ text: 'a', label: 'x', why: '', _row: 1, _status: 'succeeded', _error: null, _attempts: 2 },
    ...{ _model: 'gpt-4o-mini-2024-07-18', _input_tokens: 10, _output_tokens: 2, _cost_usd: '0.0000015' },
  });
  expect(lines[3]).toMatchObject({ text: 'd', label: null, _status: 'waiting', _model: null, _cost_usd: null });
});

test('a draft exports the rows it would send, all waiting; a run canceled before its first row, all canceled', async () => {
  const run = await createTestRun({ columnNames: ['a'], rows: [['1'], ['2'], ['3']], rowCount: 2 });
  const lines = records(await read(run, { format: 'csv' })).slice(1);
  expect(lines.map((line) => [line[0], line[3]])).toEqual([
    ['1', 'waiting'],
    ['2', 'waiting'],
  ]);
  const now = new Date();
  await db().run.update({ where: { id: run.runId }, data: { status: 'canceled', launchedAt: now, finishedAt: now } });
  expect(records(await read(run, { format: 'csv' }))[1]?.[3]).toBe('canceled');
});

test('a sheet without rows is a header alone', async () => {
  const run = await createTestRun({ columnNames: ['a'], rows: [] });
  expect(await read(run, { format: 'csv' })).toBe(`a,answer,${ABOUT}\n`);
  expect(await read(run, { format: 'jsonl' })).toBe('');
});

test('a sheet that has our column names keeps them, and ours step aside', async () => {
  const run = await createTestRun({ columnNames: ['_row', 'text', '_model'], rows: [['theirs', 'a', 'm']] });
  const header = `_row,text,_model,answer,${ABOUT.replace('_row', '_row_2').replace('_model', '_model_2')}`;
  expect((await read(run, { format: 'csv' })).split('\n')).toMatchObject([
    header,
    'theirs,a,m,,1,waiting,,0,,0,0,',
    '',
  ]);
  const [line] = (await read(run, { format: 'jsonl' })).split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({ _row: 'theirs', _row_2: 1 });
});

test.each([3, 2000])('the safe download keeps %i columns from running as formulas and nothing else', async (width) => {
  const rows = nastyRows(width, 45);
  const columnNames = Array.from({ length: width }, (_, index) => (index === 1 ? '=cmd()' : `c${index}`));
  const items = rows.map((row, rowIndex) => answered(rowIndex, row[0] ?? ''));
  const run = await createTestRun({ columnNames, rows, items, isPlanned: true });
  const csv = await read(run, { format: 'csv', safe: true });
  expect(csv.startsWith('\uFEFFc0,')).toBe(true);
  const [header, ...lines] = records(csv);
  expect(header?.[1]).toBe("'=cmd()");
  expect(lines.map((line) => line.slice(0, width))).toEqual(rows.map((row) => row.map(guardCell)));
  expect(lines.map((line) => line[width])).toEqual(rows.map((row) => guardCell(row[0] ?? '')));
  const jsonl = await read(run, { format: 'jsonl', safe: true });
  expect(jsonl).toBe(await read(run, { format: 'jsonl', safe: false }));
});

test('the guard in SQL and the one in JavaScript agree on every first character', async () => {
  const starts = Array.from({ length: 0xffff }, (_, code) => code + 1).filter((code) => code < 0xd800 || code > 0xdfff);
  const cells = [
    ...starts.map((code) => `${String.fromCharCode(code)}1`),
    ...NASTY,
    '-1.5',
    '-1,5',
    '-1e5',
    '-1\n',
    '-',
  ];
  const guardedCells = await withConnection(async (connection) => {
    const sql = `select ${guarded('cell')} as cell from unnest($1::text[]) with ordinality u(cell, n) order by n`;
    return (await connection.query<{ cell: string }>(sql, [cells])).rows.map((row) => row.cell);
  });
  expect(guardedCells).toEqual(cells.map(guardCell));
});

test('a cost in SQL is the text that the rest of the product shows', async () => {
  const amounts = [0n, 1n, -1n, 999_999n, 1_000_000n, 9_223_372_036_854_775_807n];
  for (let digits = 1; digits < 19; digits++) {
    for (const factor of [1n, 7n, 12n, 905n])
      amounts.push((factor * 10n ** BigInt(digits)) / 10n, 10n ** BigInt(digits) - factor);
  }
  const small = amounts.filter((amount) => amount <= 9_223_372_036_854_775_807n);
  const texts = await withConnection(async (connection) => {
    const sql = `select ${costOf('amount')}::text as usd from unnest($1::bigint[]) with ordinality u(amount, n) order by n`;
    return (await connection.query<{ usd: string }>(sql, [small.map(String)])).rows.map((row) => row.usd);
  });
  expect(texts).toEqual(small.map(usdString));
});

test('rows are read in their order without a sort, so that the first one comes at once', async () => {
  const run = await createTestRun({ columnNames: ['a'], rows: [['1']] });
  const sql = csvSql(await getExportRun(db(), run.workspaceId, run.runId), { safe: true, separator: 'comma' });
  const query = sql.slice('copy ('.length, sql.lastIndexOf(') to stdout'));
  const plan = await withConnection(async (connection) => {
    await connection.query('set enable_sort = off; set enable_hashjoin = off; set enable_seqscan = off');
    const { rows } = await connection.query<{ 'QUERY PLAN': string }>(`explain ${query}`);
    await connection.query('reset all');
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('dataset_row_pkey');
  expect(plan).not.toMatch(/Sort|Hash Join/);
});

test('another workspace gets the same answer as for a run that does not exist', async () => {
  const run = await createTestRun({ columnNames: ['a'], rows: [['1']] });
  const other = await createTestRun({ columnNames: ['a'], rows: [['1']] });
  const foreign = getExportRun(db(), other.workspaceId, run.runId);
  await expect(foreign).rejects.toMatchObject({ code: 'not_found', message: 'This run does not exist.' });
  const unknown = getExportRun(db(), other.workspaceId, 'run_nope');
  await expect(unknown).rejects.toMatchObject({ code: 'not_found', message: 'This run does not exist.' });
});

test.each([3, 2000])('with semicolons %i columns read as the same cells', async (width) => {
  const rows = [...nastyRows(width, 30), Array.from({ length: width }, () => 'a;b,c;')];
  const items = rows.map((row, rowIndex) => answered(rowIndex, row[1] ?? ''));
  const run = await createTestRun({ columnNames: namesOf(width), rows, items, isPlanned: true });
  const commas = records(await read(run, { format: 'csv' }));
  const text = await read(run, { format: 'csv', separator: 'semicolon' });
  expect(parse(text, { bom: true, delimiter: ';' })).toEqual(commas);
});

test.each(['csv', 'jsonl'] as const)(
  'only rows of one state are in the file when only they are wanted: %s',
  async (format) => {
    const rows = [['a'], ['b'], ['c'], ['d']];
    const items: TestItem[] = [
      answered(0, 'x'),
      { rowIndex: 1, status: 'failed', cause: 'refused' },
      { rowIndex: 3, status: 'failed', cause: 'refused' },
    ];
    const run = await createTestRun({ columnNames: ['text'], rows, items, isPlanned: true });
    const lines = async (options: Partial<ExportOptions>) =>
      (await read(run, { format, ...options })).trimEnd().split('\n');
    const head = format === 'csv' ? 1 : 0;
    expect(await lines({ status: 'failed' })).toEqual([
      ...(await lines({})).slice(0, head),
      ...(await lines({})).slice(head).filter((line) => line.includes('failed')),
    ]);
    expect(await lines({ status: 'failed' })).toHaveLength(2 + head);
    expect(await lines({ status: 'waiting' })).toHaveLength(1 + head);
    const unplanned = await createTestRun({ columnNames: ['text'], rows });
    const waiting = await read(unplanned, { format, status: 'waiting' });
    expect(waiting).toBe(await read(unplanned, { format }));
  },
);
