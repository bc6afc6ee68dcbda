import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  beforeBody,
  drop,
  failure,
  type HostileServer,
  json,
  type Reply,
  raw,
  serveHostile,
  silence,
  stallAfter,
} from './fixtures/hostile-server.ts';
import { openOpenAi } from './openai.ts';
import type { BatchReport, Provider } from './provider.ts';

const submission = { submissionId: 'sub-1', inputFileId: 'file-1', runId: 'run_1', batchId: 'bat_1' };
const API_KEY = 'sk-test-0123456789';

let server: HostileServer;
let provider: Provider;

beforeEach(async () => {
  server = await serveHostile();
  provider = open(server.baseUrl);
});

afterEach(async () => {
  await server.close();
});

function open(baseUrl: string): Provider {
  const patience = { createMs: 400, readMs: 400, stallMs: 400, uploadMs: 5_000 };
  const shape = { model: 'gpt-4o-mini', jsonSchema: null };
  return openOpenAi({ apiKey: API_KEY, baseUrl, shape, endpoint: '/v1/chat/completions', patience });
}

function batchObject(rest: object = {}) {
  return {
    id: 'batch_1',
    object: 'batch',
    input_file_id: 'file-1',
    status: 'validating',
    created_at: 1763640000,
    ...rest,
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function text(items: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await all(items)).toString();
}

async function* bytes(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

describe('create', () => {
  test('sends one request with the submission in its metadata, and asks for nothing but gzip', async () => {
    server.on('POST /batches', json(200, batchObject({ metadata: { submission: 'sub-1' } })));
    const report = await provider.createBatch(submission);
    expect(report).toMatchObject({
      batchId: 'batch_1',
      inputFileId: 'file-1',
      submissionId: 'sub-1',
      state: 'working',
    });
    expect(server.creates()).toBe(1);
    const [request] = server.received;
    expect(JSON.parse(request?.body ?? '')).toEqual({
      input_file_id: 'file-1',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: { app: 'rowmill', run: 'run_1', batch: 'bat_1', submission: 'sub-1' },
    });
    expect(request?.headers['accept-encoding']).toBe('gzip, identity');
    expect(request?.headers.authorization).toBe(`Bearer ${API_KEY}`);
  });

  test('a batch that is called something else than JSON is still that batch', async () => {
    server.on('POST /batches', raw(200, 'text/plain', JSON.stringify(batchObject())));
    await expect(provider.createBatch(submission)).resolves.toMatchObject({ batchId: 'batch_1' });
  });

  const doubtful: [string, Reply][] = [
    ['a lost answer', drop],
    ['no answer in time', silence],
    ['a body that never ends', stallAfter('{"id":"batch_1"', 1000)],
    [
      'half an answer',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"id":"batch_1","inp');
        setTimeout(() => response.socket?.destroy(), 20);
      },
    ],
    ['truncated JSON', raw(200, 'application/json', '{"id":"batch_1","input_file_id":"fi')],
    ['an empty body', raw(200, 'application/json', '')],
    ['an HTML page', raw(200, 'text/html', '<html>Welcome to the proxy</html>')],
    ['no content', (response) => void response.writeHead(204).end()],
    ['a batch without an id', json(200, batchObject({ id: '' }))],
    ['somebody else’s batch', json(200, batchObject({ input_file_id: 'file-2' }))],
    ['an error with status 200', json(200, { error: { message: 'no' } })],
    ['a list', json(200, [batchObject()])],
    [
      'brotli',
      raw(200, 'application/json', brotliCompressSync(JSON.stringify(batchObject())), { 'content-encoding': 'br' }),
    ],
    ['a broken gzip', raw(200, 'application/json', 'not gzip', { 'content-encoding': 'gzip' })],
    ['302', raw(302, 'text/plain', '', { location: '/v1/elsewhere' })],
    ['303', raw(303, 'text/plain', '', { location: '/v1/elsewhere' })],
    ['304', raw(304, 'text/plain', '')],
    ['408', failure(408, { message: 'slow' })],
    ['409', failure(409, { message: 'conflict' })],
    ['500', failure(500, { message: 'oops' })],
    ['502 from a proxy', raw(502, 'text/html', '<html>Bad gateway</html>')],
    ['503 with retry-after', json(503, {}, { 'retry-after': '1' })],
    ['504', raw(504, 'text/plain', '')],
  ];

  test.each(doubtful)('%s: one request, outcome unknown', async (_name, reply) => {
    server.on('POST /batches', reply);
    await expect(provider.createBatch(submission)).rejects.toMatchObject({
      name: 'ProviderError',
      trouble: 'unavailable',
      outcome: 'unknown',
    });
    expect(server.creates()).toBe(1);
    expect(server.received).toHaveLength(1);
  });

  test('an unreachable provider: outcome unknown', async () => {
    await server.close();
    await expect(provider.createBatch(submission)).rejects.toMatchObject({
      trouble: 'unavailable',
      outcome: 'unknown',
    });
  });

  const sure: [number, { message: string; code?: string; type?: string }, string][] = [
    [400, { message: "Invalid value: '/v1/x'.", code: 'invalid_value' }, 'invalid'],
    [400, { message: 'Cannot find file file-1, or project proj_1 does not have access to it.' }, 'file_missing'],
    [400, { message: 'Billing hard limit has been reached', code: 'billing_hard_limit_reached' }, 'quota_exhausted'],
    [401, { message: `Incorrect API key provided: ${API_KEY}`, code: 'invalid_api_key' }, 'key_refused'],
    [402, { message: 'Insufficient Balance' }, 'quota_exhausted'],
    [403, { message: 'Country not supported' }, 'forbidden'],
    [403, { message: 'Project does not have access to model x', code: 'model_not_found' }, 'model_unavailable'],
    [404, { message: 'The model `gpt-9` does not exist', code: 'model_not_found' }, 'model_unavailable'],
    [404, { message: 'Unknown request URL' }, 'not_found'],
    [413, { message: 'Request Entity Too Large' }, 'file_too_large'],
    [422, { message: 'completion_window' }, 'invalid'],
    [429, { message: 'Rate limit reached for requests per minute', code: 'rate_limit_exceeded' }, 'rate_limited'],
    [429, { message: 'You exceeded your current quota', code: 'insufficient_quota' }, 'quota_exhausted'],
    [429, { message: 'Enqueued token limit reached for gpt-4o-mini', code: 'token_limit_exceeded' }, 'capacity'],
    [429, { message: 'The number of enqueued tokens has surpassed the configured limit' }, 'capacity'],
  ];

  test.each(sure)('%i %j: one request, refused as %s', async (status, error, trouble) => {
    server.on('POST /batches', failure(status, error));
    await expect(provider.createBatch(submission)).rejects.toMatchObject({
      name: 'ProviderError',
      trouble,
      outcome: 'refused',
    });
    expect(server.creates()).toBe(1);
  });

  test('a redirect that would repeat the paid call is refused, not followed', async () => {
    for (const status of [301, 307, 308]) {
      server.on('POST /batches', raw(status, 'text/plain', '', { location: `${server.baseUrl}/elsewhere` }));
      server.on('POST /elsewhere', json(200, batchObject()));
      await expect(provider.createBatch(submission)).rejects.toMatchObject({ trouble: 'invalid', outcome: 'refused' });
    }
    expect(server.received.map(({ path }) => path)).toEqual(['/batches', '/batches', '/batches']);
  });

  test('the wait asked for is told, in each of its forms, and never above an hour', async () => {
    const soon = new Date(Date.now() + 120_000).toUTCString();
    const year = new Date(Date.now() + 31_536_000_000).toUTCString();
    const waits: [Record<string, string>, number | null, number | null][] = [
      [{}, null, null],
      [{ 'retry-after': '7' }, 7_000, 7_000],
      [{ 'retry-after': '0.5' }, 500, 500],
      [{ 'retry-after-ms': '1250', 'retry-after': '7' }, 1_250, 1_250],
      [{ 'retry-after': soon }, 100_000, 120_000],
      [{ 'retry-after': year }, 3_600_000, 3_600_000],
      [{ 'retry-after': '31536000' }, 3_600_000, 3_600_000],
      [{ 'retry-after': '-5' }, 0, 0],
      [{ 'retry-after': 'later' }, null, null],
    ];
    for (const [headers, least, most] of waits) {
      server.on('POST /batches', json(429, { error: { message: 'slow down' } }, headers));
      const error = await provider.createBatch(submission).catch((thrown: unknown) => thrown);
      const { retryAfterMs } = Object(error);
      if (least === null) expect(retryAfterMs).toBeNull();
      else {
        expect(retryAfterMs).toBeGreaterThanOrEqual(least);
        expect(retryAfterMs).toBeLessThanOrEqual(most ?? 0);
      }
    }
  });

  test('no message repeats the key', async () => {
    for (const status of [400, 401, 403]) {
      server.on('POST /batches', failure(status, { message: `Your key ${API_KEY} is wrong` }));
      const error = await provider.createBatch(submission).catch((thrown: unknown) => thrown);
      expect(Object(error).message).not.toContain(API_KEY);
    }
  });
});

describe('upload', () => {
  test('streams the file: nothing is asked for before it is sent on, and the boundaries are right', async () => {
    server.on('POST /files', json(200, { id: 'file-9', bytes: 6 }));
    await expect(provider.uploadInput('sub-1.jsonl', bytes('{}\n', '{}\n'))).resolves.toEqual({
      fileId: 'file-9',
      sizeBytes: 6,
    });
    const [request] = server.received;
    expect(request?.headers['content-length']).toBeUndefined();
    expect(request?.body).toMatch(
      /name="file"; filename="sub-1\.jsonl"\r\nContent-Type: [^\r]+\r\n\r\n\{\}\n\{\}\n\r\n--/,
    );
    expect(request?.body).toContain('name="purpose"\r\n\r\nbatch\r\n');
  });

  test.each([[0], [null], ['x'], [undefined]])('a size of %j says nothing', async (size) => {
    server.on('POST /files', json(200, { id: 'file-9', bytes: size }));
    await expect(provider.uploadInput('a', bytes('{}'))).resolves.toEqual({ fileId: 'file-9', sizeBytes: null });
    expect(server.received[0]?.body).toContain('filename="a.jsonl"');
  });

  test('is sent once, whatever happens', async () => {
    for (const reply of [drop, failure(500, { message: 'x' }), failure(429, { message: 'x' }), json(200, { id: '' })]) {
      server.on('POST /files', reply);
      await expect(provider.uploadInput('a.jsonl', bytes('{}\n'))).rejects.toMatchObject({ name: 'ProviderError' });
    }
    expect(server.received).toHaveLength(4);
  });

  test.each([
    [failure(413, { message: 'Request Entity Too Large' })],
    [failure(400, { message: 'File is too large.' })],
  ])('too large is told apart', async (reply) => {
    server.on('POST /files', reply);
    await expect(provider.uploadInput('a.jsonl', bytes('{}\n'))).rejects.toMatchObject({ trouble: 'file_too_large' });
  });

  test('the source is closed when the provider refuses in the middle', async () => {
    let isClosed = false;
    async function* endless() {
      try {
        while (true) {
          yield Buffer.alloc(65_536, 32);
          await new Promise(setImmediate);
        }
      } finally {
        isClosed = true;
      }
    }
    const refuse: Reply = (response) => {
      response.writeHead(413, { 'content-type': 'application/json', connection: 'close' });
      response.end('{"error":{"message":"too large"}}');
      setTimeout(() => response.socket?.destroy(), 50);
    };
    server.on('POST /files', beforeBody(refuse));
    await expect(provider.uploadInput('a.jsonl', endless())).rejects.toMatchObject({ name: 'ProviderError' });
    await expect.poll(() => isClosed).toBe(true);
  });

  test('an error of the source itself comes out as it is, not as the provider’s', async () => {
    server.on('POST /files', json(200, { id: 'file-9' }));
    async function* broken() {
      yield Buffer.from('{}\n');
      throw new RangeError('the database went away');
    }
    await expect(provider.uploadInput('a.jsonl', broken())).rejects.toThrow(RangeError);
  });
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
    expect(ids(await all(provider.listBatches()))).toEqual(['batch_1', 'batch_2', 'batch_3']);
    expect(server.received.map(({ query }) => Object.fromEntries(query))).toEqual([
      { limit: '100' },
      { limit: '100', after: 'batch_2' },
    ]);
  });

  test('an id that shifts between pages comes twice, and nothing is lost', async () => {
    server.on('GET /batches', json(200, page(1, 3, true)), json(200, page(3, 3, true)), json(200, page(5, 2, false)));
    expect(new Set(ids(await all(provider.listBatches()))).size).toBe(6);
  });

  test('a full page that denies having more is not believed', async () => {
    server.on('GET /batches', json(200, page(1, 100, false)), json(200, page(101, 1, undefined)));
    expect(await all(provider.listBatches())).toHaveLength(101);
  });

  test('a server that ignores the cursor, or claims more for ever, is left', async () => {
    server.on('GET /batches', json(200, page(1, 3, true)));
    expect(new Set(ids(await all(provider.listBatches()))).size).toBe(3);
    expect(server.received.length).toBeLessThanOrEqual(2);
    server.on('GET /batches', json(200, page(1, 0, true)));
    expect(await all(provider.listBatches())).toEqual([]);
  });

  test.each([
    ['HTML', raw(200, 'text/html', '<html></html>')],
    ['a list of nothing known', json(200, { items: [] })],
    ['null data', json(200, { object: 'list', data: null, has_more: false })],
    ['cut', raw(200, 'application/json', '{"object":"list","data":[')],
    ['404', failure(404, { message: 'x' })],
  ])('an answer that is no list (%s) throws: absence is never guessed', async (_name, reply) => {
    server.on('GET /batches', reply);
    await expect(all(provider.listBatches())).rejects.toMatchObject({ name: 'ProviderError' });
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

describe('file content', () => {
  const content = '{"custom_id":"a"}\n{"custom_id":"ü"}\n';
  const size = Buffer.byteLength(content);

  function serve(declared: unknown, reply: Reply): void {
    server.on('GET /files/f', json(200, { id: 'f', bytes: declared }));
    server.on('GET /files/f/content', reply);
  }

  test.each([[size], [0], [null], [undefined]])('comes whole when %j bytes are declared', async (declared) => {
    serve(declared, raw(200, 'application/octet-stream', content));
    await expect(text(provider.readFile('f'))).resolves.toBe(content);
  });

  test('is counted as it is after unpacking', async () => {
    serve(size, raw(200, 'application/octet-stream', gzipSync(content), { 'content-encoding': 'gzip' }));
    await expect(text(provider.readFile('f'))).resolves.toBe(content);
  });

  test('an empty file is empty', async () => {
    serve(0, (response) => void response.writeHead(204).end());
    await expect(text(provider.readFile('f'))).resolves.toBe('');
  });

  test.each([
    ['shorter than declared', size + 1],
    ['longer than declared', size - 1],
  ])('%s throws', async (_name, declared) => {
    serve(declared, raw(200, 'application/octet-stream', content));
    await expect(text(provider.readFile('f'))).rejects.toMatchObject({ trouble: 'unavailable' });
  });

  test('a longer body is not read to its end', async () => {
    serve(
      10,
      raw(200, 'application/octet-stream', gzipSync(Buffer.alloc(500 * 1024 * 1024)), { 'content-encoding': 'gzip' }),
    );
    let received = 0;
    await expect(
      (async () => {
        for await (const chunk of provider.readFile('f')) received += chunk.byteLength;
      })(),
    ).rejects.toMatchObject({ trouble: 'unavailable' });
    expect(received).toBeLessThanOrEqual(10);
  });

  test.each<[string, Reply]>([
    ['stalls', stallAfter(content.slice(0, 5), size)],
    ['never begins', silence],
    [
      'breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': String(size) });
        response.write(content.slice(0, 5));
        setTimeout(() => response.socket?.destroy(), 20);
      },
    ],
    ['is brotli', raw(200, 'application/octet-stream', brotliCompressSync(content), { 'content-encoding': 'br' })],
  ])('a body that %s is unavailable', async (_name, reply) => {
    serve(size, reply);
    await expect(text(provider.readFile('f'))).rejects.toMatchObject({ name: 'ProviderError', trouble: 'unavailable' });
  });

  test('a slow reader is not a stalled body', async () => {
    const long = 'x'.repeat(4_000_000);
    serve(long.length, raw(200, 'application/octet-stream', long));
    let received = 0;
    let isFirst = true;
    for await (const chunk of provider.readFile('f')) {
      received += chunk.byteLength;
      if (isFirst) await new Promise((resolve) => setTimeout(resolve, 1_200));
      isFirst = false;
    }
    expect(received).toBe(long.length);
  });

  test('a file that is gone is not found', async () => {
    await expect(text(provider.readFile('f'))).rejects.toMatchObject({ trouble: 'not_found' });
    server.on('GET /files/f', json(200, { id: 'f', bytes: 5 }));
    await expect(text(provider.readFile('f'))).rejects.toMatchObject({ trouble: 'not_found' });
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
  expect(() => open('http://169.254.169.254/v1')).toThrow('No provider lives');
  expect(() => open('http://[::ffff:169.254.169.254]/v1')).toThrow('No provider lives');
});
