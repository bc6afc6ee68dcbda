import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import type { RunProgress, RunSummary } from '#lib/runs/schema.ts';
import { getRunProgress } from './progress.ts';
import { listRuns } from './run-list.ts';

/** Each run in flight is asked for its progress again and again, so there are only so many of them on a page. */
const SHOWN_MOVING = 4;
const SHOWN_NEEDS = 4;
const SHOWN_RECENT = 8;

/** A failure nobody mended for so long is known; it stays in the list of runs. */
const NEEDS_MS = 14 * 24 * 3600 * 1000;

type Some<T> = { runs: T[]; total: number };
export type HomeRuns = {
  moving: Some<RunProgress>;
  paused: Some<RunSummary>;
  failures: Some<RunSummary>;
  recent: RunSummary[];
  total: number;
};

/** Whether a person has launched a run: until then they are told the first steps. What API tokens launch is nobody's. */
export async function hasOwnRun(
  db: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string | null },
): Promise<boolean> {
  const run = await db.run.findFirst({
    where: { workspaceId, createdById: userId, status: { not: 'draft' } },
    select: { id: true },
  });
  return run !== null;
}

/** The runs of a workspace as its home shows them: what moves, what waits for a person, and what was last. */
export async function getHomeRuns(db: Db, workspaceId: string): Promise<HomeRuns> {
  const newest = (group: Parameters<typeof listRuns>[2]['group'], pageSize: number) =>
    listRuns(db, workspaceId, { group, name: '', page: 1, pageSize });
  const [all, moving, paused, failures] = await Promise.all([
    newest(null, SHOWN_RECENT + SHOWN_MOVING),
    newest('moving', SHOWN_MOVING),
    newest('paused', SHOWN_NEEDS),
    newest('failures', SHOWN_NEEDS),
  ]);
  const isShown = new Set(moving.runs.map((run) => run.id));
  const since = nowMs() - NEEDS_MS;
  return {
    moving: {
      runs: await Promise.all(moving.runs.map((run) => getRunProgress(db, workspaceId, run.id))),
      total: moving.total,
    },
    paused,
    failures: {
      runs: failures.runs.filter((run) => run.finishedAt === null || Date.parse(run.finishedAt) > since),
      total: failures.total,
    },
    recent: all.runs.filter((run) => !isShown.has(run.id)).slice(0, SHOWN_RECENT),
    total: all.total,
  };
}
