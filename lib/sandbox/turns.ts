const SLICE_MS = 12;

const waiting: (() => void)[] = [];
let pumping = false;

/**
 * Lets long work share the event loop: every caller keeps the thread for about 12 ms, and between two callers
 * the loop runs once, so however many batches are being worked on, a request never waits for more than one slice.
 */
export class Turns {
  #sliceEndsMs = 0;

  /** True when the slice is used up and `next` must be awaited. Cheap enough to ask for every line. */
  isOver(): boolean {
    return performance.now() >= this.#sliceEndsMs;
  }

  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (!pumping) pump();
    });
    this.#sliceEndsMs = performance.now() + SLICE_MS;
  }
}

function pump(): void {
  pumping = true;
  setImmediate(() => {
    waiting.shift()?.();
    if (waiting.length > 0) pump();
    else pumping = false;
  });
}
