import 'server-only';
import type { Db, Tx } from '#lib/platform/db/client.ts';

/**
 * Runs `work` in a transaction that holds the workspace, so that two changes of its connections come one after the other.
 * Inside a caller's transaction it becomes a part of it.
 */
export async function withWorkspaceLock<T>(db: Db, workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    // An update that changes nothing locks the row; Prisma has no word for "select for update".
    await tx.workspace.updateMany({ where: { id: workspaceId }, data: { id: workspaceId } });
    return work(tx);
  });
}

/** Makes one connection the default, and the one before it no longer. The caller holds the workspace. */
export async function moveDefault(tx: Tx, workspaceId: string, to: { id: string } | { key: string }): Promise<void> {
  await tx.connection.updateMany({ where: { workspaceId, isDefault: true }, data: { isDefault: false } });
  await tx.connection.updateMany({ where: { workspaceId, deletedAt: null, ...to }, data: { isDefault: true } });
}
