import { request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openTestSandbox, TEST_KEY } from './fixture.ts';

const BOUNDARY = 'boundary-of-this-test';
const CHUNK = Buffer.from(`{"filler":"${'x'.repeat(64 * 1024 - 14)}"}\n`);

type Reply = { status: number; body: string };

/** Sends a form in pieces, without a Content-Length, waiting for the other side whenever it is slower. */
async function uploadChunked(url: string, chunks: number, onChunk: () => void, isCut = false): Promise<Reply | null> {
  const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  const outgoing = request(`${url}/files`, { method: 'POST', headers });
  const reply = new Promise<Reply | null>((resolve) => {
    outgoing.on('error', () => resolve(null));
    outgoing.on('response', async (incoming) => {
      let body = '';
      for await (const chunk of incoming) body += chunk;
      resolve({ status: incoming.statusCode ?? 0, body });
    });
  });
  outgoing.write(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="rows.jsonl"\r\n\r\n`);
  for (let at = 0; at < chunks; at++) {
    if (!outgoing.write(CHUNK)) await new Promise((resolve) => outgoing.once('drain', resolve));
    onChunk();
  }
  if (isCut) outgoing.destroy();
  else
    outgoing.end(
      `\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n--${BOUNDARY}--\r\n`,
    );
  return reply;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

test('a 30 MB upload in chunks of unknown total is stored whole while memory stays flat', async () => {
  await using at = await openTestSandbox();
  await uploadChunked(at.url, 16, () => {});
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  let sent = 0;
  const reply = await uploadChunked(at.url, 480, () => {
    // What nobody holds any more is no use of memory, so it is collected before each look.
    if (++sent % 20 === 0) collectGarbage();
    if (sent % 20 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  });
  expect(reply?.status).toBe(200);
  const file: { id: string; bytes: number } = JSON.parse(reply?.body ?? '');
  expect(file.bytes).toBe(480 * CHUNK.length);
  expect(most).toBeLessThan(8 * 1024 * 1024);

  const headers = { authorization: `Bearer ${TEST_KEY}` };
  const content = await fetch(`${at.url}/files/${file.id}/content`, { headers });
  expect((await content.arrayBuffer()).byteLength).toBe(file.bytes);
});

test('an upload that breaks off leaves no file behind', async () => {
  await using at = await openTestSandbox();
  expect(await uploadChunked(at.url, 20, () => {}, true)).toBeNull();
  const list = await fetch(`${at.url}/files`, { headers: { authorization: `Bearer ${TEST_KEY}` } });
  expect(await list.json()).toMatchObject({ data: [] });
});
