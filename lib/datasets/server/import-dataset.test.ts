import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { deleteDataset, getDataset, listDatasets } from './dataset-queries.ts';
import { type ImportOptions, importDataset } from './import-dataset.ts';
import { listRows } from './row-store.ts';

const WORKSPACE = 'ws_one';

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.createMany({
    data: [
      { id: WORKSPACE, name: 'One' },
      { id: 'ws_two', name: 'Two' },
    ],
  });
});

afterEach(async () => {
  await db().dataset.deleteMany();
});

test('a file is stored whole: every cell as it came, with its columns, size and hash', async () => {
  const cells = [
    ['back\\slash', '{"json": "a\\nb"}'],
    ['line\nbreak\r\nand\ttab', 'NULL'],
    ['', '\\N'],
    ['"', '""'],
    ['日本 😀 é', "it's, {fine}"],
  ];
  const bytes = Buffer.from(['text,other', ...cells.map((row) => row.map(quoted).join(','))].join('\r\n'));
  const dataset = await importBytes(bytes, { name: 'tickets' });
  expect(dataset).toMatchObject({
    name: 'tickets',
    rowCount: 5,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    encoding: 'utf-8',
    delimiter: ',',
    columns: [
      { name: 'text', type: 'text', emptyCount: 1 },
      { name: 'other', type: 'text', emptyCount: 0 },
    ],
    notes: [],
  });
  const { data, nextAfter } = await listRows(db(), WORKSPACE, dataset.id, { limit: 10 });
  expect(data).toEqual(cells.map((values, rowIndex) => ({ rowIndex, values })));
  expect(nextAfter).toBeNull();
});

test('one column, one empty cell and a cell of quotes survive the way into the array', async () => {
  const dataset = await importBytes(Buffer.from('a\n\n""\n"""x"""\n","\n'), { delimiter: ',' });
  const { data } = await listRows(db(), WORKSPACE, dataset.id, { limit: 10 });
  expect(data.map(({ values }) => values)).toEqual([[''], [''], ['"x"'], [',']]);
});

describe('encodings', () => {
  const text = 'name;city\nJosé;Zürich\nZoë;Malmö\n';
  const cases: [string, Buffer, string, string | undefined][] = [
    ['utf-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8', undefined],
    ['utf-16le', Buffer.from(text, 'utf16le'), 'utf-16le', undefined],
    ['utf-16be with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be', undefined],
    ['utf-16be with a mark, called utf-16', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be', 'utf-16'],
    ['windows-1252', Buffer.from(text, 'latin1'), 'windows-1252', undefined],
    ['iso-8859-1 by name', Buffer.from(text, 'latin1'), 'windows-1252', 'iso-8859-1'],
  ];
  for (const [what, bytes, encoding, chosen] of cases) {
    test(what, async () => {
      const dataset = await importBytes(bytes, { encoding: chosen }, 7);
      expect(dataset).toMatchObject({ encoding, delimiter: ';', rowCount: 2 });
      expect(dataset.columns.map(({ name }) => name)).toEqual(['name', 'city']);
      const { data } = await listRows(db(), WORKSPACE, dataset.id, { limit: 10 });
      expect(data.map(({ values }) => values)).toEqual([
        ['José', 'Zürich'],
        ['Zoë', 'Malmö'],
      ]);
    });
  }

  test('a bad byte far into a UTF-8 file names its line and leaves nothing', async () => {
    const good = Buffer.from(`text,n\n${'"two\nlines é",1\n'.repeat(50_000)}`);
    const bytes = Buffer.concat([good, Buffer.from([0x78, 0xe9, 0x2c, 0x31, 0x0a])]);
    await expect(importBytes(bytes)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(
        `Line 100002 (row 50001): the byte 0xE9 (at ${good.length + 1}) is no character in UTF-8.`,
      ),
      issues: [{ line: 100_002, record: 50_001 }],
    });
    await expectNothingStored();
    const lenient = await importBytes(bytes, { mode: 'lenient' });
    expect(lenient.notes).toEqual([
      { message: expect.stringContaining('replaced by �'), count: 1, firstLine: 100_002 },
    ]);
    expect(lenient.rowCount).toBe(50_001);
  });
});

test('a sep= line chooses the delimiter, and lines are still counted from the top', async () => {
  const dataset = await importBytes(Buffer.from('sep=;\r\na;b,c\r\n1;2,3\r\n'));
  expect(dataset).toMatchObject({ delimiter: ';', rowCount: 1 });
  await expect(importBytes(Buffer.from('sep=;\na;b\n1\n'))).rejects.toMatchObject({ issues: [{ line: 3, record: 1 }] });
});

test('choices win over what is detected', async () => {
  const dataset = await importBytes(Buffer.from('1;2,3\n4;5,6\n'), { delimiter: ',', header: false });
  expect(dataset.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2']);
  expect(dataset).toMatchObject({ rowCount: 2, delimiter: ',', hasHeader: false });
});

test('a bad row at the end of a large file leaves nothing behind', async () => {
  const bytes = Buffer.from(`a,b\n${'x,y\n'.repeat(200_000)}1,2,3\n`);
  await expect(importBytes(bytes)).rejects.toMatchObject({ issues: [{ line: 200_002, record: 200_001 }] });
  await expectNothingStored();
});

test('a source that breaks off leaves nothing behind, and the connection is not poisoned', async () => {
  async function* broken() {
    yield Buffer.from(`a,b\n${'x,y\n'.repeat(20_000)}`);
    throw new Error('the wire was cut');
  }
  for (let round = 0; round < 25; round++) {
    await expect(importDataset(broken(), options())).rejects.toThrow(/The upload was cut off: 80004 bytes/);
  }
  await expectNothingStored();
});

test('a body shorter than announced is refused, also where the row that was cut looks whole', async () => {
  const bytes = Buffer.from('a,b\n1,2\n');
  await expect(importBytes(bytes, { expectedBytes: 100 })).rejects.toThrow(/cut off: 8 of 100 bytes/);
  const large = Buffer.from(`a,b\n${'x,y\n'.repeat(200_000)}`);
  await expect(importBytes(large, { expectedBytes: large.length + 1 })).rejects.toThrow(/cut off/);
  await expectNothingStored();
});

test('a browser that goes away in the middle of the upload leaves nothing behind', async () => {
  const outcome = Promise.withResolvers<unknown>();
  const server = http.createServer((request) => {
    importDataset(request, options()).then(outcome.resolve, outcome.resolve);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const socket = net.connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
  const rows = 'x,y\n'.repeat(200_000);
  socket.write(`${(rows.length + 4).toString(16)}\r\na,b\n${rows}\r\n`, () => socket.destroy());
  expect(await outcome.promise).toMatchObject({ code: 'bad_request', message: expect.stringContaining('cut off') });
  server.close();
  await expectNothingStored();
});

test('a row of two thousand columns and a cell of six million characters are stored', async () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `c${index}`);
  const long = 'long "cell"\n'.repeat(500_000);
  const row = names.map((_, index) => (index === 1_999 ? long : String(index)));
  const dataset = await importBytes(Buffer.from(`${names.join(',')}\n${row.map(quoted).join(',')}`));
  const { data } = await listRows(db(), WORKSPACE, dataset.id, { limit: 1 });
  expect(data[0]?.values.length).toBe(2_000);
  expect(data[0]?.values[1_999] === long).toBe(true);
});

test('rows come in pages, and only to their own workspace', async () => {
  const dataset = await importBytes(Buffer.from(`a\n${Array.from({ length: 5 }, (_, n) => n).join('\n')}`));
  const first = await listRows(db(), WORKSPACE, dataset.id, { limit: 3 });
  expect(first).toMatchObject({ nextAfter: 2, data: [{ rowIndex: 0 }, { rowIndex: 1 }, { rowIndex: 2 }] });
  const second = await listRows(db(), WORKSPACE, dataset.id, { after: 2, limit: 3 });
  expect(second).toMatchObject({ nextAfter: null, data: [{ rowIndex: 3 }, { rowIndex: 4 }] });
  for (const call of [
    () => listRows(db(), 'ws_two', dataset.id, { limit: 3 }),
    () => getDataset(db(), 'ws_two', dataset.id),
    () => deleteDataset(db(), 'ws_two', dataset.id),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('datasets are listed newest first, in pages', async () => {
  const made: string[] = [];
  for (let n = 0; n < 3; n++) made.unshift((await importBytes(Buffer.from(`a\n${n}\n`))).id);
  const first = await listDatasets(db(), WORKSPACE, { limit: 2 });
  const second = await listDatasets(db(), WORKSPACE, { limit: 2, after: first.nextAfter ?? '' });
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made);
  expect(second.nextAfter).toBeNull();
  expect((await listDatasets(db(), 'ws_two', { limit: 2 })).data).toEqual([]);
});

test('datasets are found by part of their name, and no character of it is a pattern', async () => {
  for (const name of ['Tickets 50%', 'tickets_2', 'Letters']) await importBytes(Buffer.from('a\n1\n'), { name });
  const found = async (search: string) => {
    const { data } = await listDatasets(db(), WORKSPACE, { limit: 10, search });
    return data.map((dataset) => dataset.name).toSorted();
  };
  expect(await found('TICKETS')).toEqual(['Tickets 50%', 'tickets_2']);
  expect(await found('%')).toEqual(['Tickets 50%']);
  expect(await found('_')).toEqual(['tickets_2']);
  expect(await found('\\')).toEqual([]);
});

test('deleting takes the rows along, unless a run was made of them', async () => {
  const unused = await importBytes(Buffer.from('a\n1\n'));
  await deleteDataset(db(), WORKSPACE, unused.id);
  await expectNothingStored();
  await expect(deleteDataset(db(), WORKSPACE, unused.id)).rejects.toMatchObject({ code: 'not_found' });

  const used = await importBytes(Buffer.from('a\n1\n'));
  await makeRun(used.id);
  await deleteDataset(db(), WORKSPACE, used.id);
  await expect(getDataset(db(), WORKSPACE, used.id)).rejects.toMatchObject({ code: 'not_found' });
  expect((await listDatasets(db(), WORKSPACE, { limit: 9 })).data).toEqual([]);
  expect(await db().datasetRow.count()).toBe(1);
  await db().run.deleteMany();
});

test('a list that goes on after a deleted dataset says so instead of ending', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.unshift((await importBytes(Buffer.from('a\n1\n'))).id);
  const first = await listDatasets(db(), WORKSPACE, { limit: 1 });
  expect(first.nextAfter).toBe(ids[0]);
  const last = await listDatasets(db(), WORKSPACE, { limit: 9, after: ids[2] });
  expect(last).toEqual({ data: [], nextAfter: null });
  await deleteDataset(db(), WORKSPACE, ids[0] ?? '');
  await expect(listDatasets(db(), WORKSPACE, { limit: 9, after: ids[0] })).rejects.toMatchObject({
    code: 'invalid',
    issues: [{ path: 'after' }],
  });
});

describe('real files', () => {
  const cases: [string, number, string[]][] = [
    ['banking77/train.csv', 10_003, ['text', 'category']],
    ['prompts_chat/prompts.csv', 1_524, []],
  ];
  for (const [name, rowCount, names] of cases) {
    const file = new URL(`../../../../shared/data/${name}`, import.meta.url);
    // A fresh clone has no shared data beside it.
    test.skipIf(!fs.existsSync(file))(`${name} is stored cell by cell as csv-parse reads it`, async () => {
      const dataset = await importDataset(fs.createReadStream(file), options());
      expect(dataset.rowCount).toBe(rowCount);
      const [header, ...expected]: string[][] = parse(fs.readFileSync(file), { bom: true });
      expect(dataset.columns.map((column) => column.name)).toEqual(header);
      if (names.length > 0) expect(header).toEqual(names);
      const { data } = await listRows(db(), WORKSPACE, dataset.id, { limit: 20_000 });
      expect(data.map(({ values }) => values)).toEqual(expected);
    });
  }
});

function options(more: Partial<ImportOptions> = {}): ImportOptions {
  return { workspaceId: WORKSPACE, createdById: null, name: 'test', ...more };
}

function importBytes(bytes: Buffer, more: Partial<ImportOptions> = {}, blockBytes = 65_536) {
  async function* blocks() {
    for (let at = 0; at < bytes.length; at += blockBytes) yield bytes.subarray(at, at + blockBytes);
  }
  return importDataset(blocks(), options(more));
}

async function expectNothingStored(): Promise<void> {
  expect({ datasets: await db().dataset.count(), rows: await db().datasetRow.count() }).toEqual({
    datasets: 0,
    rows: 0,
  });
  expect(pool().waitingCount).toBe(0);
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

async function makeRun(datasetId: string): Promise<void> {
  const workspaceId = WORKSPACE;
  await db().connection.create({
    data: { id: 'con_1', workspaceId, key: 'sandbox', name: 'Sandbox', kind: 'sandbox' },
  });
  await db().run.create({
    data: {
      ...{ id: 'run_1', workspaceId, datasetId, connectionId: 'con_1', name: 'r', model: 'm', rowCount: 1 },
      ...{ prompt: {}, output: {}, parameters: {}, maxAttempts: 3, maxRequests: 10 },
    },
  });
}
