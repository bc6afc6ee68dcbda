import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import type { RunProgress, RunSummary } from '#lib/runs/schema.ts';
import { getRunProgress } from './progress.ts';
import { listRuns } from './run-list.ts';
import { findRunSummaries } from './run-view.ts';

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
  /** Runs a lead is asked to approve, and those of this person that were declined; each for whom it waits. */
  asked: Some<RunSummary>;
  declined: Some<RunSummary>;
  recent: RunSummary[];
  total: number;
};

/** Whether a person has launched a run: until then they are told the first steps. What API tokens launch is nobody's. */
export async function hasOwnRun(
  db: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string | null },
): Promise<boolean> {
  const run = await db.run.findFirst({
    where: { workspaceId, createdById: userId, purpose: 'full', status: { not: 'draft' } },
    select: { id: true },
  });
  return run !== null;
}

/** The runs of a workspace as its home shows them: what moves, what waits for a person, and what was last. */
export async function getHomeRuns(db: Db, actor: Actor): Promise<HomeRuns> {
  const { workspaceId } = actor;
  const newest = (group: Parameters<typeof listRuns>[2]['group'], pageSize: number) =>
    listRuns(db, workspaceId, { group, name: '', page: 1, pageSize });
  const [all, moving, paused, failures, asked, declined] = await Promise.all([
    newest(null, SHOWN_RECENT + SHOWN_MOVING),
    newest('moving', SHOWN_MOVING),
    newest('paused', SHOWN_NEEDS),
    newest('failures', SHOWN_NEEDS),
    listAsked(db, actor),
    listDeclined(db, actor),
  ]);
  const isShown = new Set(moving.runs.map((run) => run.id));
  const since = nowMs() - NEEDS_MS;
  return {
    moving: {
      runs: await Promise.all(moving.runs.map((run) => getRunProgress(db, workspaceId, run.id))),
      total: moving.total,
    },
    paused,
    asked,
    declined,
    failures: {
      runs: failures.runs.filter((run) => run.finishedAt === null || Date.parse(run.finishedAt) > since),
      total: failures.total,
    },
    recent: all.runs.filter((run) => !isShown.has(run.id)).slice(0, SHOWN_RECENT),
    total: all.total,
  };
}

/** What leads are asked for, newest first; nothing for whoever may not decide. */
async function listAsked(db: Db, { workspaceId, role }: Actor): Promise<Some<RunSummary>> {
  if (!can(role, 'run:approve')) return { runs: [], total: 0 };
  const where = { workspaceId, status: 'draft' as const, approvals: { some: { status: 'requested' as const } } };
  const [runs, total] = await Promise.all([
    findRunSummaries(db, where, { take: SHOWN_NEEDS }),
    db.run.count({ where }),
  ]);
  return { runs, total };
}

/** What somebody asked for and was refused, until they change it or ask again. */
async function listDeclined(db: Db, { workspaceId, userId }: Actor): Promise<Some<RunSummary>> {
  if (userId === null) return { runs: [], total: 0 };
  const since = new Date(nowMs() - NEEDS_MS);
  const where = {
    ...{ workspaceId, status: 'draft' as const },
    approvals: {
      some: { status: 'declined' as const, requestedById: userId, decidedAt: { gt: since } },
      none: { status: 'requested' as const },
    },
  };
  const runs = await findRunSummaries(db, where, { take: SHOWN_NEEDS });
  const shown = runs.filter(({ approval }) => approval?.status === 'declined');
  return { runs: shown, total: shown.length };
}
