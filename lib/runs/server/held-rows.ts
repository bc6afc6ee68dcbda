import 'server-only';
import type { Tx } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { retryPauseMs } from '#lib/runs/pauses.ts';
import { isOpen } from './open-items.ts';
import { pauseScale } from './pause-scale.ts';

/** Batches whose rows are to be sent again, but not yet; `untilMs` is how long the first of them still waits. */
export type Held = { batchIds: string[]; untilMs: number | null };

/**
 * Notes on a batch that is over until when its rows that go out again by themselves wait: longer after each attempt. It
 * stands in the database, so a restart changes nothing.
 */
export async function holdRetries(tx: Tx, batch: { id: string; runId: string }): Promise<void> {
  const rows = await tx.$queryRaw<{ sent: number | null }[]>`
    select max(r."maxAttempts" - i."attemptsLeft")::int as sent from "item" i join "run" r on r."id" = i."runId"
    where i."runId" = ${batch.runId} and i."batchId" = ${batch.id} and i."status" = 'waiting' and i."cause" is not null`;
  const pauseMs = retryPauseMs(rows[0]?.sent ?? 0, pauseScale(), Math.random());
  if (pauseMs > 0) await tx.batch.update({ where: { id: batch.id }, data: { retryAt: new Date(nowMs() + pauseMs) } });
}

/** The run's batches whose rows are not to go out yet: it is not time, or more of them may come while the answers are read. */
export async function listHeld(tx: Tx, runId: string): Promise<Held> {
  const now = nowMs();
  const batches = await tx.batch.findMany({
    where: { runId, OR: [{ retryAt: { gt: new Date(now) } }, { finishedAt: null }] },
    select: { id: true, retryAt: true },
  });
  const ends = batches.flatMap((batch) => (batch.retryAt ? [batch.retryAt.getTime()] : []));
  return { batchIds: batches.map((batch) => batch.id), untilMs: ends.length === 0 ? null : Math.min(...ends) - now };
}

/** For raw SQL over `item`: rows that wait and may go out now. */
export function isDue(held: Pick<Held, 'batchIds'>): Prisma.Sql {
  const due = Prisma.sql`"status" = 'waiting' and ${isOpen}`;
  if (held.batchIds.length === 0) return due;
  return Prisma.sql`${due} and ("batchId" is null or "batchId" <> all(${held.batchIds}::text[]))`;
}
