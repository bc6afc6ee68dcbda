import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from './conformance.ts';
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
import { bytes, openImpatient } from './fixtures/open-impatient.ts';
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

async function text(items: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await collect(items)).toString();
}

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
