import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { CAUSE_WORDS } from '#lib/providers/cause-words.ts';
import { isFailureCause, isTransient } from '#lib/providers/failure-causes.ts';
import { retryCost } from '#lib/runs/retry-cost.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { countFailures, listFailedRows } from './item-queries.ts';

/** So many row numbers stand beside a cause; the others are in the results. */
const SHOWN_ROWS = 5;

/** Failed rows by cause, most first: in words, with the first rows, and what sending them again costs. */
export async function listFailureGroups(db: Db, run: Run): Promise<RunProgress['failures']> {
  if (run.counts.failed === 0) return [];
  const groups = await countFailures(db, run.id);
  return Promise.all(
    groups.map(async ({ cause, count, example }) => ({
      cause,
      count,
      example,
      ...wordsOf(cause),
      firstRows: await listFailedRows(db, run.id, cause, SHOWN_ROWS),
      retryUsd: retryCost(run, count),
    })),
  );
}

function wordsOf(cause: string): { title: string; remedy: string; passes: boolean } {
  if (isFailureCause(cause)) return { ...CAUSE_WORDS[cause], passes: isTransient(cause) };
  return { title: cause, remedy: 'Retry them; nothing has to change.', passes: true };
}
