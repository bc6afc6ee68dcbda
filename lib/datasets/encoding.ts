import { AppError } from '#lib/errors.ts';
import { invalidFile } from './csv-reader.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What ENCODINGS are also called. By the Encoding Standard, ISO-8859-1 and ASCII mean Windows-1252. */
const ALIASES: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  'utf-16': 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
  cp1252: 'windows-1252',
};

/** @throws AppError `bad_request` naming what is allowed. */
export function parseEncoding(name: string): Encoding {
  const label = name.trim().toLowerCase();
  const encoding = ENCODINGS.find((known) => known === label) ?? ALIASES[label];
  if (encoding) return encoding;
  const message = `The encoding "${name}" is not known. Use ${ENCODINGS.join(', ')} or iso-8859-1, or leave it out.`;
  throw new AppError('bad_request', message, { issues: [{ path: 'encoding', message }] });
}

const MARKS: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The byte order mark at the start of a file, if there is one. */
export function findByteOrderMark(head: Uint8Array): { encoding: Encoding; sizeBytes: number } | null {
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  return mark ? { encoding: mark.encoding, sizeBytes: mark.bytes.length } : null;
}

/**
 * Finds out how the first block of a file is encoded: byte order mark, then the pattern of NUL bytes that UTF-16 leaves,
 * then UTF-8 by its own strict grammar, then Windows-1252 if it reads as text. In doubt it answers UTF-8, whose decoder
 * will name the byte and the line, rather than turn the file silently into other letters.
 * @throws AppError `invalid` when the file is no text at all, saying what it is.
 */
export function detectEncoding(head: Uint8Array): Encoding {
  refuseBinary(head);
  const mark = findByteOrderMark(head);
  if (mark) return mark.encoding;
  const utf16 = findUtf16(head);
  if (utf16) return utf16;
  const { sequences, badBytes, controls } = surveyUtf8(head);
  if (controls > 8 && controls > head.length / 50) throw notText('This file is not text.');
  if (badBytes === 0 || sequences >= badBytes) return 'utf-8';
  return readsAsWindows1252(head) ? 'windows-1252' : 'utf-8';
}

const SIGNATURES: readonly { bytes: readonly number[]; sentence: string }[] = [
  { bytes: [0x50, 0x4b, 3, 4], sentence: 'This is an Excel workbook or a ZIP archive.' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], sentence: 'This is an old Excel workbook.' },
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], sentence: 'This is a PDF.' },
  { bytes: [0x1f, 0x8b], sentence: 'This file is compressed with gzip. Unpack it first.' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], sentence: 'This is an image.' },
  { bytes: [0xff, 0xd8, 0xff], sentence: 'This is an image.' },
  { bytes: [0x47, 0x49, 0x46, 0x38], sentence: 'This is an image.' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], sentence: 'This is a 7z archive. Unpack it first.' },
  { bytes: [0x50, 0x41, 0x52, 0x31], sentence: 'This is a Parquet file.' },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], sentence: 'This is an SQLite database.' },
];

/** @throws AppError `invalid` when the first bytes are those of another kind of file. */
export function refuseBinary(head: Uint8Array): void {
  const found = SIGNATURES.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (!found) return;
  const isWorkbook = found.bytes[0] === 0x50 && new TextDecoder('latin1').decode(head).includes('xl/');
  throw notText(isWorkbook ? 'This is an Excel workbook.' : found.sentence);
}

function notText(sentence: string): AppError {
  return invalidFile([{ message: `${sentence} Save it as CSV (UTF-8) and choose that file.`, line: 1, record: 0 }]);
}

/** Latin text in UTF-16 is every other byte zero, always on the same side. */
function findUtf16(head: Uint8Array): Encoding | null {
  let even = 0;
  let odd = 0;
  for (let at = 0; at < head.length; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  const units = head.length / 2;
  if (odd >= 2 && odd > units / 5 && even <= odd / 20) return 'utf-16le';
  if (even >= 2 && even > units / 5 && odd <= even / 20) return 'utf-16be';
  if (even + odd > 16 && even + odd > head.length / 10) throw notText('This file is not text.');
  return null;
}

/** How many multi-byte characters there are, how many bytes belong to none, how many control characters. */
function surveyUtf8(head: Uint8Array): { sequences: number; badBytes: number; controls: number } {
  let [sequences, badBytes, controls, at] = [0, 0, 0, 0];
  while (at < head.length) {
    const length = utf8Length(head, at);
    // What is cut off by the end of the block is not held against it.
    if (length === 0 && at < head.length - 3) badBytes += 1;
    if (length > 1) sequences += 1;
    const byte = head[at] ?? 0;
    if (byte < 32 && byte !== 0 && (byte < 9 || byte > 13)) controls += 1;
    at += length || 1;
  }
  return { sequences, badBytes, controls };
}

/** Length of the UTF-8 character that begins at `at`; 0 when none does (RFC 3629: no overlong forms, no surrogates). */
export function utf8Length(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  if (a < 0x80) return 1;
  if (a < 0xc2 || a > 0xf4 || !isTail(b)) return 0;
  if (a < 0xe0) return 2;
  if (!isTail(c)) return 0;
  if (a < 0xf0) return (a === 0xe0 && b < 0xa0) || (a === 0xed && b > 0x9f) ? 0 : 3;
  if (!isTail(d)) return 0;
  return (a === 0xf0 && b < 0x90) || (a === 0xf4 && b > 0x8f) ? 0 : 4;
}

function isTail(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

/** Whether the high bytes stand where Western letters and signs stand: at most a tenth of them may look odd. */
function readsAsWindows1252(head: Uint8Array): boolean {
  let [high, odd] = [0, 0];
  for (let at = 0; at < head.length; at++) {
    if ((head[at] ?? 0) < 0x80) continue;
    high += 1;
    if (isOddIn1252(head[at - 1] ?? 32, head[at] ?? 0, head[at + 1] ?? 32)) odd += 1;
  }
  return odd <= high / 10;
}

const UNASSIGNED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

function isOddIn1252(before: number, byte: number, after: number): boolean {
  // ÿ is the one letter of Latin-1 that hardly any text has, and the byte most often seen in damaged or binary data.
  if (UNASSIGNED_1252.has(byte) || byte === 0xff) return true;
  if (byte < 0xc0) return false;
  const isUpper = byte < 0xdf && byte !== 0xd7;
  const followsLower = (before >= 97 && before <= 122) || (before >= 0xdf && before !== 0xf7);
  return isUpper && (followsLower || (after >= 0x80 && after < 0xc0));
}
