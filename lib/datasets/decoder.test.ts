import { describe, expect, test } from 'vitest';
import { Decoder } from './decoder.ts';
import { type Encoding, utf8Length } from './encoding.ts';

const TEXT = 'aé€😀\r\n"日本",ñ';

function decodeBlocks(encoding: Encoding, blocks: readonly Uint8Array[]) {
  const decoder = new Decoder(encoding);
  let text = '';
  const bad: { index: number; offset: number; bytes: readonly number[] }[] = [];
  for (const [index, block] of [...blocks, new Uint8Array(0)].entries()) {
    const decoded = decoder.decode(block, index === blocks.length);
    for (const { textIndex, ...rest } of decoded.bad) bad.push({ index: text.length + textIndex, ...rest });
    text += decoded.text;
  }
  return { text, bad };
}

function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return isLittle ? bytes : bytes.swap16();
}

const GOOD: [Encoding, Uint8Array, string][] = [
  ['utf-8', Buffer.from(TEXT), TEXT],
  ['utf-16le', utf16(TEXT, true), TEXT],
  ['utf-16be', utf16(TEXT, false), TEXT],
  ['windows-1252', Buffer.from([0x61, 0xe9, 0x80, 0x93, 0x9f, 0xff]), 'aé€“Ÿÿ'],
];

const BAD: [string, Encoding, Uint8Array, string, { index: number; offset: number; bytes: number[] }[]][] = [
  ['a lone byte', 'utf-8', Buffer.from([0x61, 0xe9, 0x62]), 'a�b', [{ index: 1, offset: 1, bytes: [0xe9] }]],
  [
    'a character cut off by the end',
    'utf-8',
    Buffer.from([0x61, 0xc3]),
    'a�',
    [{ index: 1, offset: 1, bytes: [0xc3] }],
  ],
  [
    'a surrogate in UTF-8',
    'utf-8',
    Buffer.from([0xed, 0xa0, 0x80]),
    '���',
    [0, 1, 2].map((at) => ({ index: at, offset: at, bytes: [[0xed, 0xa0, 0x80][at] ?? 0] })),
  ],
  ['an unassigned byte', 'windows-1252', Buffer.from([0x61, 0x81]), 'a�', [{ index: 1, offset: 1, bytes: [0x81] }]],
  ['half a pair', 'utf-16le', utf16('a\ud83db', true), 'a�b', [{ index: 1, offset: 2, bytes: [0x3d, 0xd8] }]],
  ['half a pair at the end', 'utf-16be', utf16('a\ud83d', false), 'a�', [{ index: 1, offset: 2, bytes: [0xd8, 0x3d] }]],
  ['half a unit', 'utf-16le', Buffer.from([0x61, 0, 0x62]), 'a�', [{ index: 1, offset: 2, bytes: [0x62] }]],
];

describe('where the blocks are cut never changes the text', () => {
  for (const [encoding, bytes, text] of GOOD) {
    test(encoding, () => everyCut(encoding, bytes, { text, bad: [] }));
  }
  for (const [what, encoding, bytes, text, bad] of BAD) {
    test(`${what} in ${encoding}`, () => everyCut(encoding, bytes, { text, bad }));
  }
});

function everyCut(encoding: Encoding, bytes: Uint8Array, expected: ReturnType<typeof decodeBlocks>): void {
  for (let cut = 0; cut <= bytes.length; cut++) {
    for (let next = cut; next <= bytes.length; next++) {
      const blocks = [bytes.subarray(0, cut), bytes.subarray(cut, next), bytes.subarray(next)];
      expect(decodeBlocks(encoding, blocks)).toEqual(expected);
    }
  }
  const single = [...bytes].map((byte) => Uint8Array.of(byte));
  expect(decodeBlocks(encoding, single)).toEqual(expected);
}

test('what is a UTF-8 character is what the platform says it is', () => {
  const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const isCharacter = (bytes: Uint8Array) => {
    try {
      return [...fatal.decode(bytes)].length === 1;
    } catch {
      return false;
    }
  };
  const edges = [
    0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xec, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
  ];
  const tails = [0x41, 0x80, 0xbf, 0xc2];
  for (const a of edges) {
    for (const b of edges) {
      for (const c of tails) {
        for (const d of tails) {
          const bytes = Uint8Array.of(a, b, c, d);
          const theirs = [1, 2, 3, 4].find((length) => isCharacter(bytes.subarray(0, length))) ?? 0;
          if (utf8Length(bytes, 0) !== theirs) expect([...bytes], `is ${theirs} bytes long`).toEqual([]);
        }
      }
    }
  }
});
