import { expect, test } from 'vitest';
import { textsOfBinaryCopy } from './binary-copy.ts';

const texts = ['a\n', 'ÿé"\n', '', `${'long '.repeat(50)}\n`, '\uFFFF\n'];

test('the texts come out whole wherever the data is cut', async () => {
  const data = binaryCopyOf(texts);
  for (let sizeBytes = 1; sizeBytes <= data.length; sizeBytes++) {
    expect(await join(textsOfBinaryCopy(cut(data, sizeBytes)))).toBe(texts.join(''));
  }
});

test('no rows give no bytes', async () => {
  expect(await join(textsOfBinaryCopy(cut(binaryCopyOf([]), 5)))).toBe('');
});

test('data that ends early is an error, not a shorter file', async () => {
  const data = binaryCopyOf(texts);
  for (const missing of [1, 2, 3, 20, data.length - 1]) {
    await expect(join(textsOfBinaryCopy(cut(data.subarray(0, -missing), 7)))).rejects.toThrow('ended in the middle');
  }
});

function binaryCopyOf(fields: readonly string[]): Buffer {
  const tuples = fields.map((field) => {
    const head = Buffer.alloc(6);
    head.writeInt16BE(1);
    head.writeInt32BE(Buffer.byteLength(field), 2);
    return Buffer.concat([head, Buffer.from(field)]);
  });
  return Buffer.concat([
    Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'),
    Buffer.alloc(8),
    ...tuples,
    Buffer.from([255, 255]),
  ]);
}

async function* cut(data: Uint8Array, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += sizeBytes) yield data.subarray(at, at + sizeBytes);
}

async function join(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}
