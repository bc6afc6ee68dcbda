import type { BatchUsage } from './batch-record.ts';

/** Which file a request's line went to; `lost` lines went nowhere (a fault). */
export const LINE_KINDS = { output: 0, error: 1, lost: 2 } as const;
export type LineKind = keyof typeof LINE_KINDS;

const COLUMNS = 5;

/** One row of numbers per finished request, in completion order: enough to know the state of a batch after any number of them. */
export class AnswerIndex {
  readonly #rows: Uint32Array;
  #length = 0;

  constructor(rows: Uint32Array, length: number) {
    this.#rows = rows;
    this.#length = length;
  }

  static empty(total: number): AnswerIndex {
    return new AnswerIndex(new Uint32Array(total * COLUMNS), 0);
  }

  static fromBytes(bytes: Buffer): AnswerIndex {
    const copy = Uint8Array.from(bytes);
    const rows = new Uint32Array(copy.buffer, 0, Math.floor(copy.byteLength / 4));
    return new AnswerIndex(rows, rows.length / COLUMNS);
  }

  get length(): number {
    return this.#length;
  }

  toBytes(): Uint8Array {
    return new Uint8Array(this.#rows.buffer, 0, this.#length * COLUMNS * 4);
  }

  add(kind: LineKind, sizeBytes: number, usage: BatchUsage): void {
    const row = [LINE_KINDS[kind], sizeBytes, usage.inputTokens, usage.outputTokens, usage.reasoningTokens];
    this.#rows.set(row, this.#length * COLUMNS);
    this.#length++;
  }

  /** Totals over the first `requestsDone` requests. `failed` counts the error file's lines, `completed` all others. */
  after(requestsDone: number) {
    const totals = { completed: 0, failed: 0, outputBytes: 0, errorBytes: 0 };
    const usage: BatchUsage = { inputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const end = Math.min(requestsDone, this.#length) * COLUMNS;
    for (let at = 0; at < end; at += COLUMNS) {
      const sizeBytes = this.#rows[at + 1] ?? 0;
      if (this.#rows[at] === LINE_KINDS.error) {
        totals.failed++;
        totals.errorBytes += sizeBytes;
      } else {
        totals.completed++;
        totals.outputBytes += sizeBytes;
      }
      usage.inputTokens += this.#rows[at + 2] ?? 0;
      usage.outputTokens += this.#rows[at + 3] ?? 0;
      usage.reasoningTokens += this.#rows[at + 4] ?? 0;
    }
    return { ...totals, usage };
  }
}
