import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { log } from '#lib/platform/log.ts';
import { oneLine } from '#lib/runs/one-line.ts';
import type { RunEvent, RunProgress } from '#lib/runs/schema.ts';

export type RunEventKind = 'launched' | 'planned' | 'sent' | 'waiting' | 'finished' | 'trouble' | 'person' | 'alarm';

type Place = { workspaceId: string; runId: string; batchId?: string };

/**
 * Adds a line to the run's log. `message` is a sentence, kept on one line; ids of the provider may stand in it, keys and
 * cells never. Our own log hears of its kind only: the sentence may hold a name, or words of the provider.
 */
export async function addRunEvent(tx: Db, place: Place, kind: RunEventKind, message: string): Promise<void> {
  const { workspaceId, runId, batchId = null } = place;
  await tx.runEvent.create({ data: { workspaceId, runId, batchId, kind, message: oneLine(message), at: now() } });
  const ids = { runId, ...(batchId !== null && { batchId }), event: kind };
  if (kind === 'alarm') log().error(ids, 'An alarm was written into the log of a run.');
  else log().info(ids, 'A line was written into the log of a run.');
}

/**
 * The newest lines of a run's log, oldest of them first; with `before`, the id of a line, those before it. Of another
 * workspace's run there are none.
 */
export async function listLatestEvents(
  db: Db,
  workspaceId: string,
  runId: string,
  page: { before?: string | undefined; limit: number },
): Promise<{ events: RunProgress['events']; hasOlder: boolean }> {
  const found = await db.runEvent.findMany({
    where: { workspaceId, runId, ...(page.before !== undefined && { id: { lt: BigInt(page.before) } }) },
    select: { id: true, at: true, kind: true, message: true },
    orderBy: { id: 'desc' },
    take: page.limit + 1,
  });
  const events = found
    .slice(0, page.limit)
    .map((event) => ({ ...event, id: String(event.id), at: event.at.toISOString() }))
    .reverse();
  return { events, hasOlder: found.length > page.limit };
}

/** The whole log, oldest first, page by page; `after` is the id of the last line of the page before. Throws `not_found`. */
export async function pageRunEvents(
  db: Db,
  workspaceId: string,
  runId: string,
  page: { after?: string | undefined; limit: number },
): Promise<{ data: RunEvent[]; nextAfter: string | null }> {
  const run = await db.run.findFirst({ where: { id: runId, workspaceId }, select: { id: true } });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const events = await db.runEvent.findMany({
    where: { workspaceId, runId, ...(page.after !== undefined && { id: { gt: BigInt(page.after) } }) },
    select: { id: true, at: true, kind: true, batchId: true, message: true },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  const data = events
    .slice(0, page.limit)
    .map((event) => ({ ...event, id: String(event.id), at: event.at.toISOString() }));
  return { data, nextAfter: events.length > page.limit ? (data.at(-1)?.id ?? null) : null };
}
