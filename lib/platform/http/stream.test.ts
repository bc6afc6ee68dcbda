import { expect, test } from 'vitest';
import { streamResponse } from './stream.ts';

function counted(total: number) {
  const state = { made: 0, isOver: false };
  async function* pieces() {
    try {
      while (state.made < total) {
        state.made += 1;
        yield new Uint8Array([state.made]);
      }
    } finally {
      state.isOver = true;
    }
  }
  return { state, pieces: pieces() };
}

const get = new Request('http://localhost/x');

test('the bytes arrive whole and in order, and no cache keeps them', async () => {
  const response = await streamResponse(get, counted(200).pieces, { 'content-type': 'text/csv' });
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-type')).toBe('text/csv');
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
});

test('nothing is made before the client takes what was made', async () => {
  const { state, pieces } = counted(1000);
  const response = await streamResponse(get, pieces, {});
  const reader = response.body?.getReader();
  expect(state.made).toBe(1);
  for (let n = 0; n < 5; n++) await reader?.read();
  expect(state.made).toBe(5);
  await reader?.cancel();
  expect(state.isOver).toBe(true);
});

test('a HEAD request gets the headers and ends the work', async () => {
  const { state, pieces } = counted(1000);
  const response = await streamResponse(new Request(get, { method: 'HEAD' }), pieces, { 'content-type': 'text/csv' });
  expect(response.body).toBeNull();
  expect(response.headers.get('content-type')).toBe('text/csv');
  expect(state.isOver).toBe(true);
});

test('a client that leaves ends the work, whether its answer began or was never read at all', async () => {
  for (const leavesFirst of [true, false]) {
    const { state, pieces } = counted(1000);
    const leaving = new AbortController();
    if (leavesFirst) leaving.abort();
    await streamResponse(new Request(get, { signal: leaving.signal }), pieces, {});
    leaving.abort();
    await expect.poll(() => state.isOver).toBe(true);
  }
});

test('what fails before the first piece is thrown; what fails later breaks the body off', async () => {
  async function* failing(after: number): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < after; n++) yield new Uint8Array(1);
    throw new Error('gone');
  }
  await expect(streamResponse(get, failing(0), {})).rejects.toThrow('gone');
  const response = await streamResponse(get, failing(2), {});
  await expect(response.arrayBuffer()).rejects.toThrow('gone');
});
