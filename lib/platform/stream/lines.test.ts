import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

async function read(bytes: Uint8Array, chunkBytes: number): Promise<string[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const lines: string[] = [];
  for await (const group of linesOf(chunks())) lines.push(...group);
  return lines;
}

test('lines come out whole wherever the bytes are cut', async () => {
  const lines = ['{"a":"é"}', '{"b":"日本語 🙂"}', 'line\u2028separator', ''.padEnd(50, 'x')];
  const bytes = new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\n\n  \n`);
  for (let chunkBytes = 1; chunkBytes <= bytes.length; chunkBytes++)
    expect(await read(bytes, chunkBytes)).toEqual(lines);
});

test('a last line without an end counts', async () => {
  expect(await read(new TextEncoder().encode('one\ntwo'), 3)).toEqual(['one', 'two']);
});

test('nothing is no line', async () => {
  expect(await read(new Uint8Array(), 1)).toEqual([]);
});
