import 'server-only';
import { type PicoUsd, usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { ConnectionKind } from '#lib/platform/db/generated/enums.ts';
import type { SavingsTotal } from '#lib/reports/schema.ts';

/**
 * What a workspace paid and saved since it began: real money and, apart from it, what the sandbox made up. Batches whose
 * model has no known price are in neither.
 */
export async function getSavingsTotals(
  db: Db,
  workspaceId: string,
): Promise<{ paid: SavingsTotal; simulated: SavingsTotal }> {
  const [paid, simulated] = await Promise.all([sumOf(db, workspaceId, 'openai'), sumOf(db, workspaceId, 'sandbox')]);
  return { paid, simulated };
}

async function sumOf(db: Db, workspaceId: string, kind: ConnectionKind): Promise<SavingsTotal> {
  const { _sum } = await db.batch.aggregate({
    where: { workspaceId, connection: { kind } },
    _sum: { costPicoUsd: true, realtimePicoUsd: true },
  });
  return totalOf(_sum.costPicoUsd ?? 0n, _sum.realtimePicoUsd ?? 0n);
}

function totalOf(batch: PicoUsd, realtime: PicoUsd): SavingsTotal {
  return { batchUsd: usdString(batch), realtimeUsd: usdString(realtime), savedUsd: usdString(realtime - batch) };
}
