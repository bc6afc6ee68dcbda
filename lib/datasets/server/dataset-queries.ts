import 'server-only';
import { z } from 'zod';
import { Column, type Dataset, Note } from '#lib/datasets/schema.ts';
import { AppError } from '#lib/errors.ts';
import type { Db, Tx } from '#lib/platform/db/client.ts';
import { unknownCursor } from '#lib/platform/http/unknown-cursor.ts';

const datasetFields = {
  id: true,
  name: true,
  columns: true,
  encoding: true,
  delimiter: true,
  hasHeader: true,
  rowCount: true,
  sizeBytes: true,
  sha256: true,
  notes: true,
  isSample: true,
  createdAt: true,
} as const;

/** @throws AppError `not_found` for an unknown, deleted or foreign id alike. */
export async function getDataset(db: Db, workspaceId: string, datasetId: string): Promise<Dataset> {
  const dataset = await findDataset(db, workspaceId, datasetId);
  if (!dataset) throw noSuchDataset();
  return dataset;
}

/** @throws AppError `not_found` unless the workspace has this dataset. */
export async function requireDataset(db: Db, workspaceId: string, datasetId: string): Promise<void> {
  const row = await db.dataset.findFirst({
    where: { id: datasetId, workspaceId, deletedAt: null },
    select: { id: true },
  });
  if (!row) throw noSuchDataset();
}

/** A dataset that is still listed, or null. */
export async function findDataset(db: Db, workspaceId: string, datasetId: string): Promise<Dataset | null> {
  const row = await db.dataset.findFirst({
    where: { id: datasetId, workspaceId, deletedAt: null },
    select: datasetFields,
  });
  return row && toDataset(row);
}

/** The name of a dataset that is still listed, or null: for pages that show what it was used for. */
export async function findDatasetName(db: Db, workspaceId: string, datasetId: string): Promise<string | null> {
  const row = await db.dataset.findFirst({
    where: { id: datasetId, workspaceId, deletedAt: null },
    select: { name: true },
  });
  return row?.name ?? null;
}

/**
 * Newest first; `after` is the id of the last dataset of the page before.
 * @throws AppError `invalid` when that one is gone: an empty page would pass for the end of the list.
 */
export async function listDatasets(
  db: Db,
  workspaceId: string,
  page: { after?: string | undefined; limit: number; search?: string | undefined },
): Promise<{ data: Dataset[]; nextAfter: string | null }> {
  const rows = await db.dataset.findMany({
    where: {
      ...{ workspaceId, deletedAt: null },
      ...(page.search && { name: { contains: escapeLike(page.search), mode: 'insensitive' } }),
    },
    select: datasetFields,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
    ...(page.after && { cursor: { id: page.after, workspaceId }, skip: 1 }),
  });
  if (page.after && rows.length === 0) await requireCursor(db, workspaceId, page.after);
  const data = rows.slice(0, page.limit).map(toDataset);
  return { data, nextAfter: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null };
}

/**
 * Deletes a dataset with its rows; one that runs were made of is only hidden, because they show and export its rows.
 * @throws AppError `not_found`.
 */
export async function deleteDataset(db: Db, workspaceId: string, datasetId: string): Promise<void> {
  const where = { id: datasetId, workspaceId, deletedAt: null };
  const unused = await db.dataset.deleteMany({ where: { ...where, runs: { none: {} } } });
  if (unused.count === 1) return;
  const hidden = await db.dataset.updateMany({ where, data: { deletedAt: new Date() } });
  if (hidden.count === 0) throw noSuchDataset();
}

/** In a pattern these three are not themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

async function requireCursor(db: Db, workspaceId: string, after: string): Promise<void> {
  if ((await db.dataset.count({ where: { id: after, workspaceId } })) > 0) return;
  throw unknownCursor('dataset');
}

/** Until the transaction ends no run can be made of the dataset: whether one was made is settled before it is deleted. */
export async function lockDataset(tx: Tx, datasetId: string): Promise<void> {
  await tx.$queryRaw`select 1 from "dataset" where "id" = ${datasetId} for update`;
}

function noSuchDataset(): AppError {
  return new AppError('not_found', 'This dataset does not exist.');
}

/** What the JSON columns hold was written by the import: anything else is a defect, and parsing says so. */
function toDataset(
  row: {
    columns: unknown;
    notes: unknown;
    sizeBytes: bigint;
    createdAt: Date;
  } & Omit<Dataset, 'columns' | 'notes' | 'sizeBytes' | 'createdAt'>,
): Dataset {
  return {
    ...row,
    sizeBytes: Number(row.sizeBytes),
    columns: z.array(Column).parse(row.columns),
    notes: z.array(Note).parse(row.notes),
    createdAt: row.createdAt.toISOString(),
  };
}
