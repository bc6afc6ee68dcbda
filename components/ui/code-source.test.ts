import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codeSource } from './code-source.ts';

const LOST = Object.assign(new Error('Failed to load chunk /_next/static/chunks/a1.js from module 7'), {
  name: 'ChunkLoadError',
});

let answer: () => Promise<Pick<Response, 'status'>>;
beforeEach(() => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('fetch', () => answer());
});
afterEach(() => vi.unstubAllGlobals());

/** An import() that fails as often as told, and a count of its calls. */
function loader(failures: number) {
  const load = vi.fn(async () => {
    if (load.mock.calls.length <= failures) throw LOST;
    return 'the code';
  });
  return load;
}

test('code that is there is brought, and nothing is said', async () => {
  const source = codeSource();
  const onChange = vi.fn();
  source.subscribe(onChange);
  expect(await source.fetch(loader(0))).toBe('the code');
  expect(source.state()).toBe('coming');
  expect(onChange).not.toHaveBeenCalled();
});

test('code that is out of reach is said to be lost, and comes when asked again', async () => {
  const source = codeSource();
  const load = loader(2);
  const code = source.fetch(load);
  await vi.waitFor(() => expect(source.state()).toBe('lost'));
  source.again();
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2));
  await vi.waitFor(() => expect(source.state()).toBe('lost'));
  source.again();
  expect(await code).toBe('the code');
  expect(source.state()).toBe('coming');
});

test('a connection that comes back is as good as being asked', async () => {
  const source = codeSource();
  const code = source.fetch(loader(1));
  await vi.waitFor(() => expect(source.state()).toBe('lost'));
  window.dispatchEvent(new Event('online'));
  expect(await code).toBe('the code');
});

test('code that the server no longer has is outdated', async () => {
  const source = codeSource();
  answer = async () => ({ status: 404 });
  void source.fetch(loader(1));
  await vi.waitFor(() => expect(source.state()).toBe('outdated'));
});

test('a mistake in the code itself is not waited out', async () => {
  const source = codeSource();
  await expect(source.fetch(() => Promise.reject(new TypeError('x is not a function')))).rejects.toThrow(
    'not a function',
  );
  expect(source.state()).toBe('coming');
});
