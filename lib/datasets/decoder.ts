import { type Encoding, utf8Length } from './encoding.ts';

/** Bytes that are no character. `textIndex` is where U+FFFD stands for them in the decoded text. */
export type BadBytes = { textIndex: number; offset: number; bytes: readonly number[] };
export type Decoded = { text: string; bad: readonly BadBytes[] };

/** Decodes a file block by block, byte for byte the same wherever the blocks are cut. The byte order mark must be off. */
export class Decoder {
  readonly #encoding: Encoding;
  readonly #fatal: TextDecoder;
  #carry = new Uint8Array(0);
  #offset: number;

  constructor(encoding: Encoding, offset = 0) {
    this.#encoding = encoding;
    this.#offset = offset;
    this.#fatal = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  }

  decode(block: Uint8Array, last = false): Decoded {
    const bytes = this.#carry.length === 0 ? block : joinBytes(this.#carry, block);
    const end = last ? bytes.length : this.#wholeLength(bytes);
    this.#carry = bytes.slice(end);
    const decoded = this.#decodeWhole(bytes.subarray(0, end));
    this.#offset += end;
    return decoded;
  }

  /** How much of `bytes` ends between two characters. */
  #wholeLength(bytes: Uint8Array): number {
    const length = bytes.length;
    if (this.#encoding === 'windows-1252') return length;
    if (this.#encoding !== 'utf-8') {
      const even = length - (length % 2);
      const high = bytes[even - (this.#encoding === 'utf-16le' ? 1 : 2)] ?? 0;
      return high >= 0xd8 && high <= 0xdb && even > 0 ? even - 2 : even;
    }
    for (let back = 1; back <= Math.min(3, length); back++) {
      const byte = bytes[length - back] ?? 0;
      if (byte >= 0xc0) return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) ? length - back : length;
      if (byte < 0x80) return length;
    }
    return length;
  }

  #decodeWhole(bytes: Uint8Array): Decoded {
    if (this.#encoding === 'windows-1252') return this.#decode1252(bytes);
    try {
      // Decoding whole characters at once is several times faster than the decoder's own streaming.
      return { text: this.#fatal.decode(bytes), bad: [] };
    } catch {
      return this.#encoding === 'utf-8' ? this.#repairUtf8(bytes) : this.#repairUtf16(bytes);
    }
  }

  /** The Encoding Standard maps the five unassigned bytes to control characters; here they are no characters. */
  #decode1252(bytes: Uint8Array): Decoded {
    const text = this.#fatal.decode(bytes);
    const bad: BadBytes[] = [];
    for (const { index } of text.matchAll(UNASSIGNED)) {
      bad.push({ textIndex: index, offset: this.#offset + index, bytes: [text.charCodeAt(index)] });
    }
    return { text: bad.length === 0 ? text : text.replace(UNASSIGNED, '\uFFFD'), bad };
  }

  #repairUtf8(bytes: Uint8Array): Decoded {
    const bad: BadBytes[] = [];
    let text = '';
    let start = 0;
    let at = 0;
    while (at < bytes.length) {
      const length = utf8Length(bytes, at);
      if (length > 0) {
        at += length;
        continue;
      }
      text += this.#fatal.decode(bytes.subarray(start, at));
      bad.push({ textIndex: text.length, offset: this.#offset + at, bytes: [bytes[at] ?? 0] });
      text += '\uFFFD';
      at += 1;
      start = at;
    }
    return { text: text + this.#fatal.decode(bytes.subarray(start)), bad };
  }

  /** What is wrong in UTF-16 is half of a surrogate pair, or half of a code unit at the very end. */
  #repairUtf16(bytes: Uint8Array): Decoded {
    const isLittle = this.#encoding === 'utf-16le';
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const units: string[] = [];
    for (let at = 0; at + 1 < bytes.length; at += 2) units.push(String.fromCharCode(view.getUint16(at, isLittle)));
    if (bytes.length % 2 === 1) units.push('\uDC00');
    const text = units.join('');
    const bad = [...text.matchAll(LONE_SURROGATE)].map(({ index }) => ({
      textIndex: index,
      offset: this.#offset + index * 2,
      bytes: [...bytes.subarray(index * 2, index * 2 + 2)],
    }));
    return { text: text.toWellFormed(), bad };
  }
}

const UNASSIGNED = /[\x81\x8d\x8f\x90\x9d]/g;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** `0xE9` or `0xD8 0x00`. */
export function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(' ');
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
