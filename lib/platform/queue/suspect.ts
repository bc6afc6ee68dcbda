import type { Hold } from './task-hold.ts';

/**
 * When a worker dies it had many tasks in hand, and at most one of them killed it. So whatever was in hand twice in a row is
 * tried in a process of its own, where nothing else can be to blame; what ends that three times in a row is put aside.
 */
const SUSPECT_AFTER_LOSSES = 2;
const MAX_CRASHES = 3;
/** Where even the worker beside it dies each time, as when a container is ended whole for its memory. */
const MAX_LOSSES = 10;

/** The process a task was tried in alone died of it. */
export class CrashedError extends Error {
  override readonly name = 'CrashedError';
}

export function isSuspect({ losses, crashes }: Pick<Hold, 'losses' | 'crashes'>): boolean {
  return losses >= SUSPECT_AFTER_LOSSES || crashes > 0;
}

export function isTooManyCrashes(crashes: number): boolean {
  return crashes >= MAX_CRASHES;
}

export function isTooManyLosses(losses: number): boolean {
  return losses >= MAX_LOSSES;
}
