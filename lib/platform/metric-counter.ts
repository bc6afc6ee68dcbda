import 'server-only';
import { db } from './db/client.ts';
import { log } from './log.ts';

/** What is counted, and by what it is told apart. */
export type CounterName =
  /** By kind of trouble. */
  | 'provider_errors'
  /** By name of the task. */
  | 'task_failures'
  /** By name of the task. */
  | 'tasks_given_up'
  | 'duplicate_submissions'
  | 'sweeps';

/**
 * Adds one to a counter that all processes share. A statement of its own, outside every transaction: whoever counts holds the
 * row for a moment only. Counting is never a reason to fail, so a counter that cannot be written is logged and left.
 */
export async function countMetric(name: CounterName, label = ''): Promise<void> {
  try {
    await db().$executeRaw`
      insert into "metric_counter" as c ("name", "label", "value") values (${name}, ${label}, 1)
      on conflict ("name", "label") do update set "value" = c."value" + 1, "updatedAt" = clock_timestamp()`;
  } catch (error) {
    log().warn({ err: error, counter: name }, 'A counter could not be written.');
  }
}
