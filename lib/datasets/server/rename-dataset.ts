import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';

/** Gives a dataset another name, also where runs show it, and writes down who did it. @throws AppError `not_found`. */
export async function renameDataset(actor: Actor, datasetId: string, name: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const where = { id: datasetId, workspaceId: actor.workspaceId, deletedAt: null };
    const { count } = await tx.dataset.updateMany({ where, data: { name } });
    if (count === 0) throw new AppError('not_found', 'This dataset does not exist.');
    await recordAudit(tx, actor, 'dataset.renamed', datasetId, { name });
  });
}
