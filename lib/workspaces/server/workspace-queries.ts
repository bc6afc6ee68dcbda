import 'server-only';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { type Db, db } from '#lib/platform/db/client.ts';

/** Any number that nothing else locks. */
const WORKSPACE_LOCK = 7_202_612;

export type WorkspaceSummary = { id: string; name: string };

/** Makes the one workspace unless it is there, and returns it. Two processes that start at once make one. */
export async function ensureWorkspace(): Promise<WorkspaceSummary> {
  const existing = await findOnlyWorkspace(db());
  if (existing) return existing;
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${WORKSPACE_LOCK})`;
    const made = await findOnlyWorkspace(tx);
    return (
      made ?? tx.workspace.create({ data: { id: newId('ws'), name: 'Workspace' }, select: { id: true, name: true } })
    );
  });
}

/** @throws AppError `not_found`. */
export async function getWorkspace(db: Db, workspaceId: string): Promise<WorkspaceSummary> {
  const workspace = await db.workspace.findUnique({ where: { id: workspaceId }, select: { id: true, name: true } });
  if (!workspace) throw new AppError('not_found', 'This workspace does not exist.');
  return workspace;
}

/** @throws AppError `unavailable` before `ensureWorkspace` ran for the first time. */
export async function getOnlyWorkspace(db: Db): Promise<WorkspaceSummary> {
  const workspace = await findOnlyWorkspace(db);
  if (!workspace) throw new AppError('unavailable', 'Rowmill is still starting; try again in a moment.');
  return workspace;
}

async function findOnlyWorkspace(db: Db): Promise<WorkspaceSummary | null> {
  return db.workspace.findFirst({ select: { id: true, name: true }, orderBy: { createdAt: 'asc' } });
}
