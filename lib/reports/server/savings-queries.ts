import 'server-only';
import { type PicoUsd, usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { ConnectionKind } from '#lib/platform/db/generated/enums.ts';
import type { Savings, SavingsTotal } from '#lib/reports/schema.ts';

/**
 * What a workspace paid and saved, in the current month (UTC) and since it began: real money and, apart from it, what the
 * sandbox made up. A batch counts when the provider was done with it; one whose model has no known price does not count.
 */
export async function getSavingsTotals(db: Db, workspaceId: string): Promise<{ paid: Savings; simulated: Savings }> {
  const [paid, simulated] = await Promise.all([
    savingsOf(db, workspaceId, 'openai'),
    savingsOf(db, workspaceId, 'sandbox'),
  ]);
  return { paid, simulated };
}

/** The first moment of the month a moment is in, in UTC. */
export function monthStart(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
}

async function savingsOf(db: Db, workspaceId: string, kind: ConnectionKind): Promise<Savings> {
  const since = monthStart(now());
  const [month, ever] = await Promise.all([sumOf(db, workspaceId, kind, since), sumOf(db, workspaceId, kind, null)]);
  return { month, ever };
}

async function sumOf(db: Db, workspaceId: string, kind: ConnectionKind, since: Date | null): Promise<SavingsTotal> {
  const { _sum } = await db.batch.aggregate({
    where: { workspaceId, connection: { kind }, ...(since && { endedAt: { gte: since } }) },
    _sum: { costPicoUsd: true, realtimePicoUsd: true, unsentRows: true, unsentPicoUsd: true },
  });
  const { _sum: reused } = await db.run.aggregate({
    where: { workspaceId, connection: { kind }, reusedRows: { gt: 0 }, ...(since && { plannedAt: { gte: since } }) },
    _sum: { reusedRows: true, reusedPicoUsd: true },
  });
  const unsent = {
    unsentRows: (_sum.unsentRows ?? 0) + (reused.reusedRows ?? 0),
    unsentUsd: usdString((_sum.unsentPicoUsd ?? 0n) + (reused.reusedPicoUsd ?? 0n)),
  };
  return { ...totalOf(_sum.costPicoUsd ?? 0n, _sum.realtimePicoUsd ?? 0n), ...unsent };
}

function totalOf(batch: PicoUsd, realtime: PicoUsd) {
  return { batchUsd: usdString(batch), realtimeUsd: usdString(realtime), savedUsd: usdString(realtime - batch) };
}
