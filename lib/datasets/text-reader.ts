import type { CsvReader } from './csv-reader.ts';
import { countLineBreaks } from './csv-scanner.ts';
import { type BadBytes, Decoder, hexOf } from './decoder.ts';
import type { Encoding } from './encoding.ts';
import type { ImportMode } from './schema.ts';

export type TextOptions = {
  encoding: Encoding;
  /** True when the person named the encoding; then an error does not suggest that it was guessed wrongly. */
  isEncodingChosen: boolean;
  mode: ImportMode;
  /** Bytes before the first one that is pushed: a byte order mark. */
  offset: number;
  /** Characters at the start that are no data: a `sep=;` line. */
  skipLength: number;
};

/** Feeds a file's bytes to a CsvReader: decodes them, and refuses or replaces what is no character. */
export class TextReader {
  readonly #reader: CsvReader;
  readonly #decoder: Decoder;
  readonly #options: TextOptions;
  #skip: number;

  constructor(reader: CsvReader, options: TextOptions) {
    this.#reader = reader;
    this.#options = options;
    this.#decoder = new Decoder(options.encoding, options.offset);
    this.#skip = options.skipLength;
  }

  push(bytes: Uint8Array): void {
    this.#take(bytes, false);
  }

  end(): void {
    this.#take(new Uint8Array(0), true);
    this.#reader.end();
  }

  #take(bytes: Uint8Array, last: boolean): void {
    const { text, bad } = this.#decoder.decode(bytes, last);
    const skipped = Math.min(this.#skip, text.length);
    this.#skip -= skipped;
    const [first] = bad;
    if (first && this.#options.mode === 'strict') this.#refuse(text.slice(skipped, first.textIndex), first);
    if (first) this.#note(text.slice(skipped, first.textIndex), bad.length);
    this.#reader.push(skipped === 0 ? text : text.slice(skipped));
  }

  #refuse(before: string, bad: BadBytes): never {
    this.#reader.push(before);
    const { encoding, isEncodingChosen } = this.#options;
    const other = encoding === 'utf-8' ? 'windows-1252' : 'utf-8';
    const remedy = isEncodingChosen
      ? `Choose another encoding (encoding=${other}) or leave it to be detected.`
      : `The file was read as ${nameOf(encoding)}; if it is not, choose its encoding (encoding=${other}).`;
    return this.#reader.failHere(
      (place) =>
        `${place}: the byte ${hexOf(bad.bytes)} (at ${bad.offset}) is no character in ${nameOf(encoding)}. ${remedy}`,
      `${lastLineOf(before)}\uFFFD`,
    );
  }

  #note(before: string, count: number): void {
    this.#reader.notes.add('undecodable', this.#reader.line + countLineBreaks(before), count);
  }
}

/** What stands on the line before the byte that is wrong, at most so much of it as one can take in. */
function lastLineOf(text: string): string {
  return (
    text
      .slice(-60)
      .split(/[\r\n]/)
      .at(-1) ?? ''
  );
}

function nameOf(encoding: Encoding): string {
  return encoding === 'windows-1252' ? 'Windows-1252' : encoding.toUpperCase();
}
