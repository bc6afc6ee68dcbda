import { expect, test } from 'vitest';
import { readBytes } from './read-bytes.ts';

/** A body that sends its pieces and then, unless `ends`, never anything more. */
function post(pieces: readonly string[], ends: boolean, onCancel: () => void = () => undefined): Request {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(Buffer.from(piece));
      if (ends) controller.close();
    },
    cancel: onCancel,
  });
  const streamed: RequestInit & { duplex: 'half' } = { body, duplex: 'half' };
  return new Request('http://localhost/', { method: 'POST', ...streamed });
}

test('the bytes come back as they were sent, in any pieces', async () => {
  expect(await readBytes(post(['ab', '', 'c\ufeff'], true), { maxBytes: 6 })).toEqual(Buffer.from('abc\ufeff'));
  expect(await readBytes(post([], true), { maxBytes: 0 })).toEqual(Buffer.alloc(0));
  expect(await readBytes(new Request('http://localhost/', { method: 'POST' }), { maxBytes: 0 })).toEqual(
    Buffer.alloc(0),
  );
});

test('a body may be exactly as long as the limit; one byte more ends the reading, however much would follow', async () => {
  const limits = { maxBytes: 64 * 1024 };
  expect(await readBytes(post(['x'.repeat(64 * 1024)], true), limits)).toHaveLength(64 * 1024);
  let canceled = 0;
  const endless = post(['x'.repeat(64 * 1024), 'x'], false, () => canceled++);
  await expect(readBytes(endless, limits)).rejects.toMatchObject({
    code: 'too_large',
    message: 'The body is larger than 64 KB.',
  });
  expect(canceled).toBe(1);
});

test('a body that stops coming is given up at the deadline', async () => {
  let canceled = 0;
  const slow = post(['{"half":'], false, () => canceled++);
  await expect(readBytes(slow, { maxBytes: 100, withinMs: 30 })).rejects.toMatchObject({
    code: 'bad_request',
    message: 'The body did not arrive within 0.03 s. Send it again.',
  });
  expect(canceled).toBe(1);
});

test('a client that leaves half way is refused, and is not taken for a fault of the server', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from('{"half":')),
    pull: (controller) => controller.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
  });
  const streamed: RequestInit & { duplex: 'half' } = { body, duplex: 'half' };
  const request = new Request('http://localhost/', { method: 'POST', ...streamed });
  const refusal = await readBytes(request, { maxBytes: 100 }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    code: 'bad_request',
    message: 'The body broke off. Send it again.',
    cause: undefined,
  });
});
