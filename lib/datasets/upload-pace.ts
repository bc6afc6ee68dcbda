/** So far back is looked to tell how fast it goes now. */
const WINDOW_MS = 8_000;
/** Sooner, any number would be a guess. */
const LEAST_MS = 1_000;

/** Watches how many bytes have left by when, and says how fast they go and how long the rest will take. */
export class UploadPace {
  #samples: { sentBytes: number; atMs: number }[] = [];

  add(sentBytes: number, atMs: number): void {
    this.#samples.push({ sentBytes, atMs });
    const from = atMs - WINDOW_MS;
    while ((this.#samples[1]?.atMs ?? Number.POSITIVE_INFINITY) <= from) this.#samples.shift();
  }

  /** Whatever was before an interruption says nothing about now. */
  restart(): void {
    this.#samples = [];
  }

  /** Bytes a second, or null while that is not known. */
  speed(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.atMs - first.atMs < LEAST_MS) return null;
    const bytes = last.sentBytes - first.sentBytes;
    return bytes > 0 ? (bytes * 1000) / (last.atMs - first.atMs) : null;
  }

  /** How long the rest will take in milliseconds, or null while that is not known. */
  leftMs(totalBytes: number): number | null {
    const speed = this.speed();
    const last = this.#samples.at(-1);
    return speed === null || !last ? null : ((totalBytes - last.sentBytes) * 1000) / speed;
  }
}
