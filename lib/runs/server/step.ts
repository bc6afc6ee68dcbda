import type { Provider } from '#lib/providers/server/provider.ts';
import type { EngineBatch } from './batch-queries.ts';

/** What a step of a batch says: look at the batch again at once, look again later, or nothing is left to do. */
export type Step = { kind: 'next' } | { kind: 'wait'; ms: number } | { kind: 'over' };

export const next: Step = { kind: 'next' };
export const over: Step = { kind: 'over' };

export function wait(ms: number): Step {
  return { kind: 'wait', ms };
}

/** What every step works with. `signal` is aborted when this worker must let go of the task. */
export type StepContext = { batch: EngineBatch; provider: Provider; signal: AbortSignal };
