import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import { groupOf, RUN_GROUPS, type RunGroup, statusesOf } from '#lib/runs/run-groups.ts';
import type { RunSummary } from '#lib/runs/schema.ts';
import { ofLabel } from './label-queries.ts';
import { findRunSummaries, ONLY_A_PRICE } from './run-view.ts';

/**
 * Which runs: of a group, with these words in their name, with this label (empty: without any), on the page with this number,
 * counted from 1.
 */
export type RunListQuery = {
  group: RunGroup | null;
  name: string;
  label?: string | undefined;
  page: number;
  pageSize: number;
};

export type RunList = {
  runs: RunSummary[];
  /** The page that is shown: the last one when a later one was asked for. */
  page: number;
  pageCount: number;
  /** Runs of the chosen group with that name and label. */
  total: number;
  /** Runs with that name and label by group, whichever is chosen. */
  counts: Record<RunGroup, number>;
};

/** A page of runs, newest first, and how many there are of each group. */
export async function listRuns(db: Db, workspaceId: string, query: RunListQuery): Promise<RunList> {
  const named = whereNamed(workspaceId, query);
  const groups = await db.run.groupBy({ by: ['status'], where: named, _count: { _all: true } });
  const counts = Object.fromEntries(RUN_GROUPS.map((group) => [group, 0])) as Record<RunGroup, number>;
  for (const { status, _count } of groups) counts[groupOf(status)] += _count._all;
  const total = query.group ? counts[query.group] : Object.values(counts).reduce((sum, count) => sum + count, 0);
  const pageCount = Math.max(1, Math.ceil(total / query.pageSize));
  const page = Math.min(Math.max(1, query.page), pageCount);
  const runs = await findRunSummaries(
    db,
    { ...named, ...(query.group && { status: { in: statusesOf(query.group) } }) },
    { skip: (page - 1) * query.pageSize, take: query.pageSize },
  );
  return { runs, page, pageCount, total, counts };
}

function whereNamed(
  workspaceId: string,
  { name, label }: Pick<RunListQuery, 'name' | 'label'>,
): Prisma.RunWhereInput & { workspaceId: string } {
  return {
    workspaceId,
    purpose: 'full',
    NOT: ONLY_A_PRICE,
    ...(label !== undefined && ofLabel(label)),
    // Prisma hands these three on as wildcards and escape of a pattern.
    ...(name && { name: { contains: name.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } }),
  };
}
