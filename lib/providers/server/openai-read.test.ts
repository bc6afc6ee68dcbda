import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from './conformance.ts';
import { failure, type HostileServer, json, raw, serveHostile } from './fixtures/hostile-server.ts';
import { batchObject, openImpatient } from './fixtures/open-impatient.ts';
import type { BatchReport, Provider } from './provider.ts';

let server: HostileServer;
let provider: Provider;

beforeEach(async () => {
  server = await serveHostile();
  provider = openImpatient(server.baseUrl);
});

afterEach(async () => {
  await server.close();
});

describe('reading', () => {
  test('a read is repeated after an error, and a paid call beside it is not', async () => {
    server.on('GET /batches/batch_1', failure(500, { message: 'x' }), json(200, batchObject({ status: 'COMPLETED' })));
    await expect(provider.getBatch('batch_1')).resolves.toMatchObject({
      state: 'completed',
      providerStatus: 'COMPLETED',
    });
    expect(server.received).toHaveLength(2);
  });

  test('"" in place of ids, upper case in place of words', async () => {
    server.on('GET /batches/b', json(200, batchObject({ status: 'PROGRESS', output_file_id: '', error_file_id: '' })));
    await expect(provider.getBatch('b')).resolves.toMatchObject({
      state: 'working',
      outputFileId: null,
      errorFileId: null,
    });
  });

  test.each([
    ['HTML', raw(200, 'text/html', '<html></html>')],
    ['no id', json(200, {})],
    ['brotli', raw(200, 'application/json', brotliCompressSync('{}'), { 'content-encoding': 'br' })],
    ['two encodings', raw(200, 'application/json', 'x', { 'content-encoding': 'gzip, br' })],
    ['zstd', raw(200, 'application/json', 'x', { 'content-encoding': 'zstd' })],
  ])('a batch that is %s is unavailable', async (_name, reply) => {
    server.on('GET /batches/b', reply);
    await expect(provider.getBatch('b')).rejects.toMatchObject({ trouble: 'unavailable' });
  });

  test('gzip is read', async () => {
    const body = gzipSync(JSON.stringify(batchObject()));
    server.on('GET /batches/b', raw(200, 'application/json', body, { 'content-encoding': 'gzip' }));
    await expect(provider.getBatch('b')).resolves.toMatchObject({ batchId: 'batch_1' });
  });

  test('a small answer that unpacks into a huge one is given up', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, 32));
    server.on('GET /batches/b', raw(200, 'application/json', bomb, { 'content-encoding': 'gzip' }));
    const before = process.memoryUsage().rss;
    await expect(provider.getBatch('b')).rejects.toMatchObject({ trouble: 'unavailable' });
    server.on('GET /batches/b', raw(400, 'application/json', bomb, { 'content-encoding': 'gzip' }));
    await expect(provider.getBatch('b')).rejects.toMatchObject({ trouble: 'invalid' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('cancel asks once; what was over already answers how it ended', async () => {
    server.on('POST /batches/b/cancel', failure(409, { message: "Cannot cancel a batch with status 'completed'." }));
    server.on('GET /batches/b', json(200, batchObject({ status: 'completed' })));
    await expect(provider.cancelBatch('b')).resolves.toMatchObject({ state: 'completed' });
    server.on('POST /batches/b/cancel', json(200, batchObject({ status: 'cancelling' })));
    await expect(provider.cancelBatch('b')).resolves.toMatchObject({ state: 'canceling' });
    server.on('POST /batches/b/cancel', failure(500, { message: 'x' }));
    await expect(provider.cancelBatch('b')).rejects.toMatchObject({ outcome: 'unknown' });
    expect(server.received.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  test('a file that is gone is deleted; a file that cannot be is not', async () => {
    await expect(provider.deleteFile('file-1')).resolves.toBeUndefined();
    server.on('DELETE /files/file-1', json(200, { id: 'file-1', deleted: true }));
    await expect(provider.deleteFile('file-1')).resolves.toBeUndefined();
    server.on('DELETE /files/file-1', failure(401, { message: 'x' }));
    await expect(provider.deleteFile('file-1')).rejects.toMatchObject({ trouble: 'key_refused' });
  });
});

describe('list', () => {
  const ids = (reports: BatchReport[]) => reports.map(({ batchId }) => batchId);
  const page = (from: number, count: number, hasMore: unknown) => ({
    object: 'list',
    data: Array.from({ length: count }, (_, i) => batchObject({ id: `batch_${from + i}` })),
    has_more: hasMore,
  });

  test('goes on page by page, by the last id', async () => {
    server.on('GET /batches', json(200, page(1, 2, true)), json(200, page(3, 1, false)));
    expect(ids(await collect(provider.listBatches()))).toEqual(['batch_1', 'batch_2', 'batch_3']);
    expect(server.received.map(({ query }) => Object.fromEntries(query))).toEqual([
      { limit: '100' },
      { limit: '100', after: 'batch_2' },
    ]);
  });

  test('an id that shifts between pages comes twice, and nothing is lost', async () => {
    server.on('GET /batches', json(200, page(1, 3, true)), json(200, page(3, 3, true)), json(200, page(5, 2, false)));
    expect(new Set(ids(await collect(provider.listBatches()))).size).toBe(6);
  });

  test('a full page that denies having more is not believed', async () => {
    server.on('GET /batches', json(200, page(1, 100, false)), json(200, page(101, 1, undefined)));
    expect(await collect(provider.listBatches())).toHaveLength(101);
  });

  test('a server that ignores the cursor, or claims more for ever, is left', async () => {
    server.on('GET /batches', json(200, page(1, 3, true)));
    expect(new Set(ids(await collect(provider.listBatches()))).size).toBe(3);
    expect(server.received.length).toBeLessThanOrEqual(2);
    server.on('GET /batches', json(200, page(1, 0, true)));
    expect(await collect(provider.listBatches())).toEqual([]);
  });

  test('a full first page shown again and again throws: what is behind it is not seen', async () => {
    server.on('GET /batches', json(200, page(1, 100, true)));
    await expect(collect(provider.listBatches())).rejects.toThrow('first page only');
  });

  test.each([
    ['HTML', raw(200, 'text/html', '<html></html>')],
    ['a list of nothing known', json(200, { items: [] })],
    ['null data', json(200, { object: 'list', data: null, has_more: false })],
    ['cut', raw(200, 'application/json', '{"object":"list","data":[')],
    ['404', failure(404, { message: 'x' })],
  ])('an answer that is no list (%s) throws: absence is never guessed', async (_name, reply) => {
    server.on('GET /batches', reply);
    await expect(collect(provider.listBatches())).rejects.toMatchObject({ name: 'ProviderError' });
  });

  test('an error on a later page throws after what came before', async () => {
    server.on('GET /batches', json(200, page(1, 2, true)), failure(400, { message: 'x' }));
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const { batchId } of provider.listBatches()) seen.push(batchId);
      })(),
    ).rejects.toMatchObject({ trouble: 'invalid' });
    expect(seen).toEqual(['batch_1', 'batch_2']);
  });
});

test('settings of the SDK in the environment are not sent to a base URL', async () => {
  server.on('GET /batches/b', json(200, batchObject()));
  await provider.getBatch('b');
  const { headers } = server.received[0] ?? { headers: {} };
  expect(headers).not.toHaveProperty('openai-organization');
  expect(headers).not.toHaveProperty('openai-project');
});

test('an address of machines’ own use is never opened', () => {
  expect(() => openImpatient('http://169.254.169.254/v1')).toThrow('No provider lives');
  expect(() => openImpatient('http://[::ffff:169.254.169.254]/v1')).toThrow('No provider lives');
});
