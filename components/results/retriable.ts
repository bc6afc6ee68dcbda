import type { ResultCounts } from '#lib/results/schema.ts';

const NOT_RETRIABLE: readonly ResultCounts['status'][] = ['draft', 'canceling', 'failed'];

/** Whether rows of a run in this state can be sent again. */
export function canRetryIn(status: ResultCounts['status']): boolean {
  return !NOT_RETRIABLE.includes(status);
}
