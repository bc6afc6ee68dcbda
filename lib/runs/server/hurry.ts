import 'server-only';
import type { Tx } from '#lib/platform/db/client.ts';
import { wakeRun } from './cancel-run.ts';
import { addRunEvent } from './run-events.ts';

/** The caller holds the run's lock. Everything that is open is looked at: each batch finds out by itself what follows. */
export async function hurry(
  tx: Tx,
  place: { workspaceId: string; runId: string },
  { lane, why, kind = 'person' }: { lane: 'flex' | 'standard'; why: string; kind?: 'person' | 'planned' },
): Promise<void> {
  const { runId } = place;
  await tx.run.update({ where: { id: runId }, data: { lane, deadlineNote: null } });
  // Whoever is in a hurry does not want the pause between automatic tries.
  await tx.batch.updateMany({ where: { runId, retryAt: { not: null } }, data: { retryAt: null } });
  await addRunEvent(tx, place, kind, why);
  await wakeRun(tx, runId);
}
