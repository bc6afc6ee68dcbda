import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { deleteDataset, lockDataset } from './dataset-queries.ts';

/** Deletes or hides a dataset, and writes down who did it. @throws AppError `not_found`. */
export async function removeDataset(actor: Actor, datasetId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockDataset(tx, datasetId);
    await deleteDataset(tx, actor.workspaceId, datasetId);
    await recordAudit(tx, actor, 'dataset.deleted', datasetId);
  });
}
