import 'server-only';

/** Signature (11 bytes), flags and the length of an extension that nobody sends (4 bytes each). */
const PREAMBLE_BYTES = 19;
/** Number of fields (2 bytes, always 1 here) and the length of the one field (4 bytes). */
const TUPLE_HEAD_BYTES = 6;

/**
 * Takes PostgreSQL's binary COPY format of a query with one text column apart and yields the texts' bytes, one after the
 * other with nothing between. Long texts pass through in the pieces they came in. @throws Error when the data ends early.
 */
export async function* textsOfBinaryCopy(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  let skipBytes = PREAMBLE_BYTES;
  let textBytes = 0;
  let isOver = false;
  for await (const piece of pieces) {
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
    const texts: Uint8Array[] = [];
    let at = 0;
    while (at < bytes.length && !isOver) {
      if (skipBytes > 0) {
        const taken = Math.min(skipBytes, bytes.length - at);
        skipBytes -= taken;
        at += taken;
      } else if (textBytes > 0) {
        const text = bytes.subarray(at, at + textBytes);
        texts.push(text);
        textBytes -= text.length;
        at += text.length;
      } else if (isTrailer(bytes, at)) isOver = true;
      else if (bytes.length - at < TUPLE_HEAD_BYTES) break;
      else {
        textBytes = lengthOfField(bytes, at);
        at += TUPLE_HEAD_BYTES;
      }
    }
    held = isOver ? new Uint8Array(0) : bytes.subarray(at);
    if (texts.length > 0) yield Buffer.concat(texts);
  }
  if (!isOver) throw new Error('The data from PostgreSQL ended in the middle.');
}

/** Minus one fields: the end of the data. */
function isTrailer(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xff && bytes[at + 1] === 0xff;
}

/** A null field has the length −1 and no bytes. */
function lengthOfField(bytes: Uint8Array, at: number): number {
  return Math.max(0, new DataView(bytes.buffer, bytes.byteOffset).getInt32(at + 2));
}
