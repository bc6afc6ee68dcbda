import 'server-only';
import type { AuditAction } from '#lib/auth/audit-words.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';

/**
 * Writes who did what to which thing. Pass the transaction of the change itself, so that neither exists
 * without the other. `subject` is an id; `detail` holds no secrets and no cells.
 */
export async function recordAudit(
  tx: Db,
  actor: { workspaceId: string; userId: string | null; name: string },
  action: AuditAction,
  subject: string | null = null,
  detail?: Prisma.InputJsonObject,
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      workspaceId: actor.workspaceId,
      actorId: actor.userId,
      actorName: actor.name,
      action,
      subject,
      ...(detail && { detail }),
    },
    select: { id: true },
  });
}
