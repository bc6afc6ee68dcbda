import 'server-only';
import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';

/** The workspace of whoever belongs to none by themselves: the first owner, and the token of the environment. @throws AppError `unavailable` before the first start is over. */
export async function requireOnlyWorkspaceId(db: Db): Promise<string> {
  const workspace = await db.workspace.findFirst({ select: { id: true }, orderBy: { createdAt: 'asc' } });
  if (!workspace) throw new AppError('unavailable', 'Rowmill is still starting; try again in a moment.');
  return workspace.id;
}
