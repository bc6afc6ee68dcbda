import 'server-only';
import { z } from 'zod';
import type { DatasetEntry } from '#lib/datasets/dataset-entry.ts';
import type { Db } from '#lib/platform/db/client.ts';

/** A page of datasets whose name holds `search`, newest first, and how many there are in all. Pages count from 1. */
export async function listDatasetEntries(
  db: Db,
  workspaceId: string,
  { search, page, pageSize }: { search: string; page: number; pageSize: number },
): Promise<{ entries: DatasetEntry[]; total: number }> {
  const where = {
    workspaceId,
    deletedAt: null,
    ...(search && { name: { contains: escapeLike(search), mode: 'insensitive' as const } }),
  };
  const total = await db.dataset.count({ where });
  const rows = await db.dataset.findMany({
    where,
    select: {
      ...{ id: true, name: true, rowCount: true, columns: true, sizeBytes: true, isSample: true, notes: true },
      ...{ createdAt: true, createdById: true },
      _count: { select: { runs: { where: { launchedAt: { not: null } } } } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: (page - 1) * pageSize,
    take: pageSize,
  });
  const names = await namesOf(
    db,
    rows.map((row) => row.createdById),
  );
  const entries = rows.map(({ columns, notes, createdById, _count, ...row }) => ({
    ...row,
    columnCount: z.array(z.unknown()).parse(columns).length,
    isChanged: z.array(z.unknown()).parse(notes).length > 0,
    sizeBytes: Number(row.sizeBytes),
    createdAt: row.createdAt.toISOString(),
    createdByName: names.get(createdById ?? '') ?? null,
    runCount: _count.runs,
  }));
  return { entries, total };
}

/** Who added a dataset, and how many runs were launched with it; for its own page. Nobody and none for an unknown id. */
export async function findDatasetUse(
  db: Db,
  workspaceId: string,
  datasetId: string,
): Promise<{ createdByName: string | null; runCount: number }> {
  const where = { datasetId, workspaceId, launchedAt: { not: null }, purpose: 'full' as const };
  const row = await db.dataset.findFirst({ where: { id: datasetId, workspaceId }, select: { createdById: true } });
  const createdById = row?.createdById ?? null;
  const names = await namesOf(db, [createdById]);
  return { createdByName: names.get(createdById ?? '') ?? null, runCount: await db.run.count({ where }) };
}

async function namesOf(db: Db, userIds: readonly (string | null)[]): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}

/** A percent sign in a search is a percent sign. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
