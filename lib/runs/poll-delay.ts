const FASTEST_MS = 200;

/**
 * How long until a batch is looked at again: a quarter of its age, so that a fast provider is met fast and a slow one is
 * left in peace, never more often than five times a second nor less often than every `slowestMs`.
 */
export function pollDelayMs(ageMs: number, slowestMs: number): number {
  return Math.round(Math.min(slowestMs, Math.max(FASTEST_MS, ageMs / 4)));
}
