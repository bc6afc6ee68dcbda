import { createReadStream, readSync } from 'node:fs';
import { Turns } from './turns.ts';

/** A line of an input file; `number` is 1-based and counts blank lines, which are otherwise skipped. */
export type InputLine = { number: number; offset: number; bytes: Buffer };

/** Where each request of an input file stands, so that they can be read in any order. */
export class LineTable {
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];

  get length(): number {
    return this.#offsets.length;
  }

  add(line: InputLine): void {
    this.#offsets.push(line.offset);
    this.#lengths.push(line.bytes.length);
  }

  /** The text of request `index` (0-based). Reads synchronously: the file was just written, so it comes from memory. */
  read(fileDescriptor: number, index: number): string {
    const buffer = Buffer.allocUnsafe(this.#lengths[index] ?? 0);
    const read = readSync(fileDescriptor, buffer, 0, buffer.length, this.#offsets[index] ?? 0);
    return buffer.toString('utf8', 0, read);
  }
}

/** The lines of a file that are not blank. Yields the event loop between chunks. */
export async function* readLines(path: string): AsyncGenerator<InputLine> {
  const turns = new Turns();
  let number = 0;
  let offset = 0;
  let carried: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    if (!Buffer.isBuffer(chunk)) continue;
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const piece = chunk.subarray(start, end);
      const bytes = carried.length === 0 ? piece : Buffer.concat([...carried, piece]);
      carried = [];
      number++;
      if (!isBlank(bytes)) yield { number, offset, bytes };
      if (turns.isOver()) await turns.next();
      offset += bytes.length + 1;
      start = end + 1;
    }
    if (start < chunk.length) carried.push(chunk.subarray(start));
  }
  const bytes = Buffer.concat(carried);
  if (!isBlank(bytes)) yield { number: number + 1, offset, bytes };
}

export async function readLineTable(path: string): Promise<LineTable> {
  const table = new LineTable();
  for await (const line of readLines(path)) table.add(line);
  return table;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === 13 || byte === 9);
}
