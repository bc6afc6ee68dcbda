import { z } from 'zod';

/** Every task of the background process and the shape of its payload. Ids only: a task reads what it needs when it runs. */
export const TASKS = {
  /** Writes the run's items and batches, or the next batches for rows that wait. */
  'run.plan': z.object({ runId: z.string() }),
  /** Looks at a batch and takes every step that can be taken now. */
  'batch.advance': z.object({ batchId: z.string() }),
  /** Finds what was left lying: batches nobody looks at, input files nobody needs. */
  sweep: z.object({}),
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskPayload<N extends TaskName> = z.infer<(typeof TASKS)[N]>;

/** What a handler says about its task. A throw means: try again with growing pauses. Waiting is never a failed try. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  /** Nothing will make this succeed; kept where a person can see it. */
  | { kind: 'hopeless'; why: string };

export const done: Outcome = { kind: 'done' };

export function again(afterMs: number): Outcome {
  return { kind: 'again', afterMs };
}

export function hopeless(why: string): Outcome {
  return { kind: 'hopeless', why };
}
