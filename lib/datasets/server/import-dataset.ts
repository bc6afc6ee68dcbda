import 'server-only';
import { createHash, type Hash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { ColumnProfiler } from '#lib/datasets/columns.ts';
import { type CsvChoices, type CsvPlan, HEAD_BYTES, openCsv, planCsv } from '#lib/datasets/preview-csv.ts';
import type { Dataset } from '#lib/datasets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { withTransaction } from '#lib/platform/db/pool.ts';
import { Turnstile } from '#lib/platform/db/turnstile.ts';
import { getDataset } from './dataset-queries.ts';
import { CopyRows, copyRows, insertDataset } from './row-store.ts';

/** Rows are handed to COPY in pieces of about this many characters. */
const COPY_CHARACTERS = 64 * 1024;
const DRAIN_MS = 20_000;
/** A sender that is silent for so long is gone, or holds up others. */
const STALL_MS = 2 * 60_000;

/** An upload holds a connection as long as its sender takes: uploads together may hold less than half of the pool. */
const turnstile = new Turnstile({
  places: 8,
  waitMs: 30_000,
  refusal: 'Too many files are being uploaded at once, so this one could not begin. Try again in a moment.',
});

export type ImportOptions = CsvChoices & {
  workspaceId: string;
  createdById: string | null;
  name: string;
  isSample?: boolean;
  /** What the sender said the file's size is. A body that ends before it was cut off on the way. */
  expectedBytes?: number | undefined;
  /** Ends the import when the sender goes away. */
  signal?: AbortSignal | undefined;
  stallMs?: number;
  /** False when nobody is sending any more, so that nobody needs to be heard out. */
  drains?: boolean;
  /** Done in the import's own transaction, last: when it throws, nothing was imported. */
  finish?: (connection: PoolClient, datasetId: string) => Promise<void>;
};

/**
 * Streams a CSV file into the database: one transaction holds the dataset and all its rows, so whatever goes wrong (a
 * bad file, a cut connection, a crash) leaves nothing behind. Memory stays flat: the source is read only as fast as
 * PostgreSQL takes the rows. What a lenient import changed is in `notes`.
 * @throws AppError `invalid` with the problems of the file by line and record, `bad_request` for an unknown encoding.
 */
export async function importDataset(source: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<Dataset> {
  const upload = new Upload(source, options);
  try {
    const id = await importUpload(upload, options);
    return await getDataset(db(), options.workspaceId, id);
  } catch (error) {
    // A sender that is still sending may miss the answer: it is told when all is sent, or soon after.
    if (error instanceof AppError && options.drains !== false) await upload.drain();
    throw error;
  }
}

async function importUpload(upload: Upload, options: ImportOptions): Promise<string> {
  const id = newId('ds');
  const head = await upload.readHead();
  const plan = planCsv(head, upload.isOver, options);
  const leave = await turnstile.enter();
  try {
    await storeUpload(id, upload, head, plan, options);
  } finally {
    leave();
  }
  return id;
}

async function storeUpload(
  id: string,
  upload: Upload,
  head: Uint8Array,
  plan: CsvPlan,
  options: ImportOptions,
): Promise<void> {
  await withTransaction(async (connection) => {
    const profiler = new ColumnProfiler();
    const rows = new CopyRows(id);
    const { reader, text } = openCsv(plan, (cells) => {
      profiler.add(cells);
      rows.add(cells);
    });
    await copyRows(connection, readRows(upload, head, plan, text, rows));
    const { workspaceId, createdById, name, isSample = false } = options;
    const { encoding, delimiter, hasHeader } = plan;
    const columns = profiler.columns(reader.columnNames ?? []);
    const { rowCount } = reader;
    const notes = reader.notes.list();
    const file = upload.summary();
    await insertDataset(connection, {
      ...{ id, workspaceId, name, columns, encoding, delimiter, hasHeader, rowCount, notes, isSample, createdById },
      ...file,
    });
    await options.finish?.(connection, id);
  });
}

async function* readRows(
  upload: Upload,
  head: Uint8Array,
  plan: CsvPlan,
  text: { push(bytes: Uint8Array): void; end(): void },
  rows: CopyRows,
): AsyncGenerator<Buffer> {
  text.push(head.subarray(plan.offset));
  if (rows.sizeCharacters > 0) yield rows.take();
  for await (const block of upload.rest()) {
    text.push(block);
    if (rows.sizeCharacters >= COPY_CHARACTERS) yield rows.take();
  }
  text.end();
  if (rows.sizeCharacters > 0) yield rows.take();
}

/** The bytes as they come in, counted and hashed. */
class Upload {
  isOver = false;
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #options: ImportOptions;
  readonly #hash: Hash = createHash('sha256');
  #sizeBytes = 0;

  constructor(source: AsyncIterable<Uint8Array>, options: ImportOptions) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#options = options;
  }

  /** The first HEAD_BYTES or more, from which the file's make is seen; all of it when it is shorter. */
  async readHead(): Promise<Uint8Array> {
    const blocks: Uint8Array[] = [];
    let length = 0;
    while (length < HEAD_BYTES) {
      const block = await this.#next();
      if (!block) break;
      blocks.push(block);
      length += block.length;
    }
    return Buffer.concat(blocks);
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    for (let block = await this.#next(); block; block = await this.#next()) yield block;
  }

  /** Reads and forgets what is left, for a limited time. */
  async drain(): Promise<void> {
    const until = Date.now() + DRAIN_MS;
    try {
      while (!this.isOver && Date.now() < until && !this.#options.signal?.aborted) {
        const { done } = await this.#iterator.next();
        if (done) return;
      }
    } catch {
      // The sender is gone; nobody waits for the answer.
    }
  }

  summary(): { sizeBytes: number; sha256: string } {
    return { sizeBytes: this.#sizeBytes, sha256: this.#hash.digest('hex') };
  }

  async #next(): Promise<Uint8Array | null> {
    if (this.isOver) return null;
    const { done, value } = await this.#read();
    if (!done) {
      this.#hash.update(value);
      this.#sizeBytes += value.length;
      return value;
    }
    this.isOver = true;
    const { expectedBytes } = this.#options;
    if (expectedBytes === undefined || expectedBytes === this.#sizeBytes) return null;
    throw this.#cutOff();
  }

  async #read(): Promise<IteratorResult<Uint8Array>> {
    try {
      const result = await this.#nextInTime();
      this.#options.signal?.throwIfAborted();
      return result;
    } catch (cause) {
      this.isOver = true;
      throw this.#cutOff(cause);
    }
  }

  async #nextInTime(): Promise<IteratorResult<Uint8Array>> {
    const { stallMs = STALL_MS } = this.#options;
    const { promise: silence, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`Nothing came for ${stallMs} ms.`)), stallMs);
    try {
      return await Promise.race([this.#iterator.next(), silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  #cutOff(cause?: unknown): AppError {
    const { expectedBytes } = this.#options;
    const arrived = expectedBytes === undefined ? this.#sizeBytes : `${this.#sizeBytes} of ${expectedBytes}`;
    const message = `The upload was cut off: ${arrived} bytes arrived. Nothing was imported; send the file again.`;
    return new AppError('bad_request', message, { cause });
  }
}
