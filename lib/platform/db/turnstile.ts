import 'server-only';
import { AppError } from '#lib/errors.ts';

type Options = {
  /** So many may be inside at once. */
  places: number;
  /** So long does one wait for a place. */
  waitMs: number;
  /** What is said to one that waited in vain. */
  refusal: string;
};

/**
 * Lets only so many in at once, in the order they came: for work that holds a database connection for as long as a
 * person's line takes. Without it, a handful of slow uploads would hold the whole pool and stop everybody else's pages.
 */
export class Turnstile {
  readonly #options: Options;
  readonly #waiting = new Set<() => void>();
  #inside = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Waits for a place and returns what gives it back, to be called once. @throws AppError `unavailable`. */
  async enter(): Promise<() => void> {
    if (this.#inside < this.#options.places) this.#inside += 1;
    else await this.#wait();
    let isInside = true;
    return () => {
      if (isInside) this.#leave();
      isInside = false;
    };
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(proceed);
        reject(new AppError('unavailable', this.#options.refusal));
      }, this.#options.waitMs);
      const proceed = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.add(proceed);
    });
  }

  /** The place goes to the one that waits longest, if anybody does. */
  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#inside -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
