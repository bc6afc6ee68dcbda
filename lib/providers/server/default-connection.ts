import 'server-only';
import type { Db, Tx } from '#lib/platform/db/client.ts';
import type { PrismaClient } from '#lib/platform/db/generated/client.ts';

/** Runs `work` in a transaction that holds the workspace, so that two changes of its connections come one after the other. */
export async function withWorkspaceLock<T>(db: Db, workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (isClient(db)) return db.$transaction((tx) => withWorkspaceLock(tx, workspaceId, work));
  // An update that changes nothing locks the row; Prisma has no word for "select for update".
  await db.workspace.updateMany({ where: { id: workspaceId }, data: { id: workspaceId } });
  return work(db);
}

function isClient(db: Db): db is PrismaClient {
  return '$transaction' in db && typeof db.$transaction === 'function';
}

/** Makes one connection the default, and the one before it no longer. The caller holds the workspace. */
export async function moveDefault(tx: Tx, workspaceId: string, to: { id: string } | { key: string }): Promise<void> {
  await tx.connection.updateMany({ where: { workspaceId, isDefault: true }, data: { isDefault: false } });
  await tx.connection.updateMany({ where: { workspaceId, deletedAt: null, ...to }, data: { isDefault: true } });
}
