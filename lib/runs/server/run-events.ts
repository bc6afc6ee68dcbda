import type { Db } from '#lib/platform/db/client.ts';

export type RunEventKind = 'launched' | 'planned' | 'sent' | 'waiting' | 'finished' | 'trouble' | 'person' | 'alarm';

type Place = { workspaceId: string; runId: string; batchId?: string };

/** Adds a line to the run's log. `message` is a sentence; ids of the provider may stand in it, keys and cells never. */
export async function addRunEvent(tx: Db, place: Place, kind: RunEventKind, message: string): Promise<void> {
  await tx.runEvent.create({
    data: { workspaceId: place.workspaceId, runId: place.runId, batchId: place.batchId ?? null, kind, message },
  });
}

/** The run's log, oldest first, at most `take` of the newest lines. */
export async function listRunEvents(db: Db, workspaceId: string, runId: string, take: number) {
  const events = await db.runEvent.findMany({
    where: { workspaceId, runId },
    select: { id: true, at: true, kind: true, message: true },
    orderBy: { id: 'desc' },
    take,
  });
  return events.reverse();
}
