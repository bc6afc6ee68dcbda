import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
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
import { API_KEY, batchObject, openImpatient } from './fixtures/open-impatient.ts';
import type { Provider } from './provider.ts';

let server: HostileServer;
let provider: Provider;

beforeEach(async () => {
  server = await serveHostile();
  provider = openImpatient(server.baseUrl);
});

afterEach(async () => {
  await server.close();
});

const submission = { submissionId: 'sub-1', inputFileId: 'file-1', runId: 'run_1', batchId: 'bat_1', withinMs: 60_000 };
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

  test('is given up when the caller says so, before the driver’s own patience ends', async () => {
    server.on('POST /batches', silence);
    const patient = openImpatient(server.baseUrl, { createMs: 3_600_000 });
    await expect(patient.createBatch({ ...submission, withinMs: 1_000 })).rejects.toMatchObject({
      trouble: 'unavailable',
      outcome: 'unknown',
    });
    expect(server.creates()).toBe(1);
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
