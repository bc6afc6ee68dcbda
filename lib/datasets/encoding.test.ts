import { describe, expect, test } from 'vitest';
import { detectEncoding, findByteOrderMark, parseEncoding } from './encoding.ts';

const SHEET = 'name,city\nJosé,Zürich\nAnna,Malmö\n';

describe('the encoding is seen from the first block', () => {
  const cases: [string, Uint8Array, string][] = [
    ['plain ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8'],
    ['UTF-8', Buffer.from(SHEET), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${SHEET}`), 'utf-8'],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${SHEET}`, 'utf16le'), 'utf-16le'],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${SHEET}`, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16LE without one', Buffer.from(SHEET, 'utf16le'), 'utf-16le'],
    ['UTF-16BE without one', Buffer.from(SHEET, 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from(SHEET, 'latin1'), 'windows-1252'],
    [
      'Windows-1252 quotes and dashes',
      Buffer.from([0x61, 0x0a, 0x93, 0x61, 0x94, 0x20, 0x96, 0x20, 0x80, 0x35]),
      'windows-1252',
    ],
    [
      'French in Windows-1252',
      Buffer.from('texte\nIl va à la plage, où il a été\nÀ bientôt, ÉCOLE\n', 'latin1'),
      'windows-1252',
    ],
    ['UTF-8 cut in the middle of a character', Buffer.from(SHEET).subarray(0, 14), 'utf-8'],
    ['UTF-8 with one bad byte stays UTF-8', Buffer.concat([Buffer.from(SHEET), Buffer.from([0xe9])]), 'utf-8'],
    ['a byte that is no letter of any word', Buffer.from([0x61, 0x0a, 0x31, 0xff, 0x0a]), 'utf-8'],
    ['a broken UTF-8 pair', Buffer.from([0x61, 0x0a, 0x63, 0x61, 0x66, 0xc3, 0x28, 0x0a]), 'utf-8'],
    ['a NUL or two in UTF-8', Buffer.from('a,b\n1,\0\n2,\0\nmore text\n'), 'utf-8'],
  ];
  for (const [what, bytes, encoding] of cases) test(what, () => expect(detectEncoding(bytes)).toBe(encoding));
});

describe('a file that is no text is refused with what it is', () => {
  const cases: [string, Uint8Array, RegExp][] = [
    [
      'xlsx',
      Buffer.from('PK\x03\x04....[Content_Types].xml....xl/workbook.xml', 'latin1'),
      /This is an Excel workbook\. Save it as CSV/,
    ],
    ['zip', Buffer.from('PK\x03\x04....tickets.csv', 'latin1'), /ZIP archive/],
    ['xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /old Excel workbook/],
    ['pdf', Buffer.from('%PDF-1.7'), /PDF/],
    ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), /image/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    ['NULs all over', Buffer.alloc(1_000), /not text/],
    ['control characters all over', Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 32)), /not text/],
  ];
  for (const [what, bytes, says] of cases) {
    test(what, () => {
      expect(() => detectEncoding(bytes)).toThrow(says);
      expect(() => detectEncoding(bytes)).toThrow(expect.objectContaining({ code: 'invalid' }));
    });
  }
});

test('a byte order mark is known by its bytes alone', () => {
  expect(findByteOrderMark(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toEqual({ encoding: 'utf-8', sizeBytes: 3 });
  expect(findByteOrderMark(Uint8Array.of(0xff, 0xfe))).toEqual({ encoding: 'utf-16le', sizeBytes: 2 });
  expect(findByteOrderMark(Uint8Array.of(0xef, 0xbb))).toBeNull();
});

test('an encoding is known by its usual names, and an unknown one by a sentence', () => {
  expect(parseEncoding(' UTF8 ')).toBe('utf-8');
  expect(parseEncoding('ISO-8859-1')).toBe('windows-1252');
  expect(() => parseEncoding('ebcdic')).toThrow(/"ebcdic" is not known\. Use utf-8, utf-16le, utf-16be, windows-1252/);
});
