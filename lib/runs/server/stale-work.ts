import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { env } from '#lib/platform/env.ts';
import { UNSENT_BATCH_STATUSES } from '#lib/runs/state.ts';

const AT_MOST = 500;
/** Longer than any step's own waits. */
const STALE_AFTER_MS = 120_000;

/** Open runs without an open batch, and open batches nobody has looked at for a while. The sweep asks over all workspaces. */
export async function listStaleWork(db: Db): Promise<{ runIds: string[]; batchIds: string[] }> {
  const before = new Date(nowMs() - Math.max(STALE_AFTER_MS, env.POLL_SECONDS * 3_000));
  const runs = await db.run.findMany({
    where: {
      status: { in: ['queued', 'running', 'canceling'] },
      createdAt: { lt: before },
      batches: { none: { finishedAt: null } },
    },
    select: { id: true },
    take: AT_MOST,
  });
  const batches = await db.batch.findMany({
    where: {
      finishedAt: null,
      createdAt: { lt: before },
      // A paused run still reads what comes back.
      NOT: { run: { status: 'paused' }, status: { in: [...UNSENT_BATCH_STATUSES] } },
      OR: [{ polledAt: null }, { polledAt: { lt: before } }],
    },
    select: { id: true },
    orderBy: { createdAt: 'asc' },
    take: AT_MOST,
  });
  return { runIds: runs.map((run) => run.id), batchIds: batches.map((batch) => batch.id) };
}
