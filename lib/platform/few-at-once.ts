import 'server-only';
import { AppError } from '#lib/errors.ts';

/**
 * Lets so many works of a kind run in this process at a time, the others in the order they came, so that a flood of them
 * leaves the database to everything else.
 *
 * @throws AppError `unavailable` when `maxWaiting` wait already
 */
export function fewAtOnce({ atOnce, maxWaiting }: { atOnce: number; maxWaiting: number }) {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function takeTurn(): Promise<void> {
    if (running < atOnce) {
      running++;
      return;
    }
    if (waiting.length >= maxWaiting) throw new AppError('unavailable', 'Too many came at once. Send it again later.');
    // Whoever ends hands the turn over, so that nobody who comes meanwhile gets it first.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function endTurn(): void {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    await takeTurn();
    try {
      return await work();
    } finally {
      endTurn();
    }
  };
}
