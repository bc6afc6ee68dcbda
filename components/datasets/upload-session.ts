import { FIRST_CHUNK_BYTES, MAX_CHUNK_BYTES } from '#lib/datasets/chunk-sizes.ts';
import type { ImportLine, Upload, UploadChoices } from '#lib/datasets/upload.ts';
import { askUpload, discardUpload, importUpload, openUpload, sendChunk, UploadTrouble } from './upload-calls.ts';

/** What is going on with a file that was sent off. */
export type UploadStep =
  | { kind: 'sending'; sentBytes: number }
  | { kind: 'waiting'; sentBytes: number; message: string; waitMs: number }
  | { kind: 'reading'; readBytes: number };

export type UploadEnd = Exclude<ImportLine, { kind: 'reading' }>;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** Pieces are made so large that each takes about this long. */
const QUICK_MS = 700;
const SLOW_MS = 4_000;
const LEAST_CHUNK_BYTES = 125_000;

/**
 * One file on its way to the server, which keeps what has come: after a lost connection or a restart it goes on where it
 * was, and a file that is refused can be imported another way without being sent again.
 */
export class UploadSession {
  readonly file: File;
  readonly #stop = new AbortController();
  #upload: Upload | null = null;
  #chunkBytes = FIRST_CHUNK_BYTES;
  #maxChunkBytes = MAX_CHUNK_BYTES;
  #waitMs = FIRST_WAIT_MS;
  #goOn: (() => void) | null = null;

  constructor(file: File) {
    this.file = file;
  }

  /**
   * Sends what is missing and has it imported, however often that takes. `readChoices` is asked when all bytes are there.
   * @throws UploadTrouble `refused`, and the reason of `discard` when that came first.
   */
  async run(readChoices: () => UploadChoices, onStep: (step: UploadStep) => void): Promise<UploadEnd> {
    for (;;) {
      try {
        const upload = await this.#sendAll(onStep);
        onStep({ kind: 'reading', readBytes: 0 });
        const end = await importUpload(upload.id, readChoices(), {
          signal: this.#stop.signal,
          onLine: onStepOf(onStep),
        });
        if (end.kind === 'refused' && end.code === 'unavailable') throw new UploadTrouble('wait', end.message);
        // What it became is nobody's to discard any more.
        if (end.kind === 'stored') this.#upload = null;
        return end;
      } catch (error) {
        if (!(error instanceof UploadTrouble) || this.#stop.signal.aborted) throw error;
        await this.#overcome(error, onStep);
      }
    }
  }

  /** Ends the wait after a lost connection. */
  tryNow(): void {
    this.#goOn?.();
  }

  /** Stops at once and leaves nothing behind, here or on the server. */
  discard(): void {
    this.#stop.abort();
    if (this.#upload) discardUpload(this.#upload.id);
    this.#upload = null;
  }

  async #sendAll(onStep: (step: UploadStep) => void): Promise<Upload> {
    const { signal } = this.#stop;
    let upload = this.#upload ? await askUpload(this.#upload.id, signal) : await this.#open();
    while (upload.receivedBytes < this.file.size) {
      const fromByte: number = upload.receivedBytes;
      onStep({ kind: 'sending', sentBytes: fromByte });
      const piece = this.file.slice(fromByte, fromByte + this.#chunkBytes);
      const begunAt = performance.now();
      upload = await sendChunk(upload.id, fromByte, piece, {
        signal,
        onSent: (sentBytes) => onStep({ kind: 'sending', sentBytes: fromByte + Math.min(sentBytes, piece.size) }),
      });
      if (this.#upload) this.#upload = upload;
      this.#waitMs = FIRST_WAIT_MS;
      this.#fitChunk(performance.now() - begunAt);
    }
    return upload;
  }

  async #open(): Promise<Upload> {
    const upload = await openUpload(this.file.size, this.#stop.signal);
    // Canceled while it was being opened: nobody else would take it away.
    if (this.#stop.signal.aborted) discardUpload(upload.id);
    else this.#upload = upload;
    return upload;
  }

  #fitChunk(tookMs: number): void {
    const wanted =
      tookMs < QUICK_MS ? this.#chunkBytes * 2 : tookMs > SLOW_MS ? this.#chunkBytes / 2 : this.#chunkBytes;
    this.#chunkBytes = Math.round(Math.min(this.#maxChunkBytes, Math.max(LEAST_CHUNK_BYTES, wanted)));
  }

  async #overcome(trouble: UploadTrouble, onStep: (step: UploadStep) => void): Promise<void> {
    if (trouble.remedy === 'smaller' && this.#chunkBytes > FIRST_CHUNK_BYTES) {
      this.#maxChunkBytes = FIRST_CHUNK_BYTES;
      this.#chunkBytes = FIRST_CHUNK_BYTES;
      return;
    }
    if (trouble.remedy === 'gone' && this.#upload) {
      this.#upload = null;
      return;
    }
    if (trouble.remedy !== 'wait') throw trouble;
    const sentBytes = this.#upload?.receivedBytes ?? 0;
    onStep({ kind: 'waiting', sentBytes, message: trouble.message, waitMs: this.#waitMs });
    await this.#wait(this.#waitMs);
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
    // What was lost may have been lost for its size: servers on the way often just hang up on what they find too large.
    this.#maxChunkBytes = Math.max(FIRST_CHUNK_BYTES, this.#maxChunkBytes / 2);
    this.#chunkBytes = Math.min(this.#chunkBytes, FIRST_CHUNK_BYTES);
  }

  /** Until the time is over, the network is back, somebody says so, or all is called off. */
  #wait(waitMs: number): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      const goOn = () => {
        clearTimeout(timer);
        window.removeEventListener('online', goOn);
        signal.removeEventListener('abort', goOn);
        this.#goOn = null;
        resolve();
      };
      const timer = setTimeout(goOn, waitMs);
      window.addEventListener('online', goOn);
      signal.addEventListener('abort', goOn);
      this.#goOn = goOn;
    });
  }
}

function onStepOf(onStep: (step: UploadStep) => void): (line: ImportLine) => void {
  return (line) => {
    if (line.kind === 'reading') onStep({ kind: 'reading', readBytes: line.readBytes });
  };
}
