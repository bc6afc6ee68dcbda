import { fractionFrom } from './chance.ts';

/** How long the stages of a batch take, in milliseconds of the sandbox's clock. */
export type Pace = {
  validatingMs: number;
  /** From the first to the last answer of a batch of so many requests. */
  runMs(requestCount: number): number;
  finalizingMs: number;
  cancelingMs: number;
  /** How long one request takes that is answered at once; the text makes each take its own time. Nothing unless set. */
  answerMs?(text: string): number;
};

/** 500 requests take about 20 s, 10,000 about 80 s, 50,000 under 3 min: long enough to watch, short enough to wait for. */
export const WATCHABLE_PACE: Pace = {
  validatingMs: 1000,
  runMs: (requestCount) => Math.round(18_500 * (requestCount / 500) ** 0.46),
  finalizingMs: 600,
  cancelingMs: 1500,
  answerMs: (text) => Math.round(400 + 1_100 * fractionFrom(text)),
};

/** Every stage is over as soon as its work is done. For tests and benchmarks. */
export const INSTANT_PACE: Pace = { validatingMs: 0, runMs: () => 0, finalizingMs: 0, cancelingMs: 0 };

/** How many of `requestCount` requests are done when `elapsedMs` of `runMs` are over. Never goes back; every batch has waves of its own. */
export function requestsDone(requestCount: number, elapsedMs: number, runMs: number, seed: string): number {
  if (elapsedMs >= runMs) return requestCount;
  const part = Math.max(0, elapsedMs) / runMs;
  const waves = 2 + Math.floor(fractionFrom(seed) * 4);
  // The wave's slope stays below 0.6, so the sum keeps rising.
  const wave = Math.sin(part * waves * 2 * Math.PI) * (0.09 / waves);
  return Math.floor(requestCount * (part + wave));
}
