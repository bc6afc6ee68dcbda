import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import type { Db, Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import type { ApprovalStatus } from '#lib/platform/db/generated/enums.ts';
import type { Approval } from '#lib/runs/approval.ts';
import { APPROVAL_MOVES, sourcesOf } from '#lib/runs/state.ts';

/** The newest request of a run, for every list of runs. */
export const newestApproval = {
  select: {
    id: true,
    status: true,
    requestedByName: true,
    requestedAt: true,
    decidedByName: true,
    decidedAt: true,
    note: true,
  },
  orderBy: [{ requestedAt: 'desc' }, { decidedAt: { sort: 'desc', nulls: 'first' } }],
  take: 1,
} as const satisfies Prisma.Run$approvalsArgs;

type Newest = Prisma.RunApprovalGetPayload<typeof newestApproval>;

export function approvalView([newest]: readonly Newest[]): Approval | null {
  if (!newest) return null;
  const { requestedByName, requestedAt, decidedByName, decidedAt, ...rest } = newest;
  return {
    ...rest,
    requestedBy: requestedByName,
    requestedAt: requestedAt.toISOString(),
    decidedBy: decidedByName,
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

/** The request that waits for a lead, with what was shown when it was made. */
export function findOpenApproval(db: Db, workspaceId: string, runId: string) {
  return db.runApproval.findFirst({
    where: { workspaceId, runId, status: 'requested' },
    select: { id: true, fingerprint: true, receipt: true, estimate: true, requestedByName: true },
  });
}

/** Who decided, and why; nobody where it went because the run was changed. */
type Decision = { by: Actor | null; note?: string };

/** Moves a request, or throws `conflict`. Check and write are one statement, so of two who decide one wins. */
export async function moveApproval(tx: Tx, approvalId: string, to: ApprovalStatus, decision: Decision): Promise<void> {
  if (await tryMoveApproval(tx, approvalId, to, decision)) return;
  throw new AppError('conflict', 'This request was decided or withdrawn meanwhile.');
}

export async function tryMoveApproval(
  tx: Tx,
  approvalId: string,
  to: ApprovalStatus,
  { by, note }: Decision,
): Promise<boolean> {
  const { count } = await tx.runApproval.updateMany({
    where: { id: approvalId, status: { in: sourcesOf(APPROVAL_MOVES, to) } },
    data: {
      status: to,
      decidedAt: now(),
      decidedById: by?.userId ?? null,
      decidedByName: by?.name ?? null,
      note: note ?? null,
    },
  });
  return count === 1;
}
