/** How long the engine waits before it does something again, in ms. `scale` shrinks everything; it is 1 in real life. */

const MINUTE_MS = 60_000;

/** Before a refused batch asks for capacity again, if nothing makes room sooner: 1 min, then twice as long, at most 10 min. */
export function capacityPauseMs(refusals: number, scale: number): number {
  return Math.min(10 * MINUTE_MS, MINUTE_MS * 2 ** Math.max(0, refusals - 1)) * scale;
}

/** Before rows are asked for one by one again after a refusal: 2 s, then twice as long, at most a minute. */
export function nowPauseMs(refusals: number, scale: number): number {
  return Math.min(MINUTE_MS, 2_000 * 2 ** Math.max(0, refusals - 1)) * scale;
}

/** Before a batch that waits without asking looks at its place in line again: 1 min, and less often the longer it waits. */
export function linePauseMs(waitedMs: number, scale: number): number {
  return Math.min(10 * MINUTE_MS * scale, Math.max(MINUTE_MS * scale, waitedMs / 4));
}

/** How often something the provider no longer shows is looked for before it counts as gone: ten times in about an hour. */
export const MAX_MISSING_LOOKS = 10;

/** Before the next look for something that was there and is not shown: 20 s, growing to 10 min. */
export function missingPauseMs(looks: number, scale: number): number {
  return Math.min(10 * MINUTE_MS, 20_000 * 1.8 ** Math.max(0, looks - 1)) * scale;
}

/** The same file is asked for three times, then it is sent anew. */
const FILE_PAUSES_MS = [30_000, MINUTE_MS, 2 * MINUTE_MS];

/** Before a batch is made again of a file that the provider did not find for the `misses`-th time; null: send the file anew. */
export function filePauseMs(misses: number, scale: number): number | null {
  const pause = FILE_PAUSES_MS[(misses - 1) % (FILE_PAUSES_MS.length + 1)];
  return pause === undefined ? null : pause * scale;
}

/**
 * Before rows that failed for a moment go out again, by how often they were sent: at once after the first time, then 30 s,
 * 2 min, 8 min, 30 min. `random`, from 0 to 1, spreads them by a fifth to both sides.
 */
export function retryPauseMs(sent: number, scale: number, random: number): number {
  if (sent <= 1) return 0;
  const pause = Math.min(30 * MINUTE_MS, 30_000 * 4 ** (sent - 2));
  return Math.round(pause * (0.8 + 0.4 * random) * scale);
}
