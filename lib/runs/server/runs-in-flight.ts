import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { getRunProgress } from './progress.ts';

/** Each run in flight is asked for its progress again and again, so there are only so many of them on a page. */
const MAX_SHOWN = 4;

/** Of a page of runs: the first few that move, with their progress, and all the others. */
export async function splitRunsInFlight(
  db: Db,
  workspaceId: string,
  runs: readonly Run[],
): Promise<{ moving: RunProgress[]; others: Run[] }> {
  const shown = runs.filter((run) => run.status !== 'draft' && !isRunOver(run.status)).slice(0, MAX_SHOWN);
  const moving = await Promise.all(shown.map((run) => getRunProgress(db, workspaceId, run.id)));
  return { moving, others: runs.filter((run) => !shown.includes(run)) };
}
