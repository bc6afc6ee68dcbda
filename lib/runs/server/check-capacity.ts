import 'server-only';
import { formatCount } from '#lib/format.ts';
import type { Db, Tx } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { findTokenLimit, learnLimit } from '#lib/providers/server/capacity-queries.ts';
import type { EngineBatch } from './batch-queries.ts';
import { findNextInLine, type Line, sumInFlightTokens } from './capacity-line.ts';

const MAX_CREATIONS_AN_HOUR = 2_000;
const HOUR_MS = 60 * 60_000;

/** Whether a batch may be sent now. `until` is null where nothing but room will do; `why` is a sentence for the screen. */
export type Verdict =
  | { kind: 'go' }
  | { kind: 'wait'; why: string; until: Date | null }
  | { kind: 'too_big'; limitTokens: number };

export function lineOf(batch: Pick<EngineBatch, 'connectionId' | 'run'>): Line {
  return { connectionId: batch.connectionId, model: batch.run.model };
}

/** One sender of a connection at a time, until the transaction ends: two that count at once would both find room. */
export async function lockConnection(tx: Tx, connectionId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('capacity of ' || ${connectionId}, 0))`;
}

/** Asks nothing of the provider. To act on `go`, hold the connection's lock. */
export async function checkCapacity(tx: Db, batch: EngineBatch): Promise<Verdict> {
  const now = nowMs();
  const pause = await pauseOf(tx, batch);
  if (pause !== null && pause.getTime() > now) return wait('The provider asked to wait.', pause);
  const full = await hourIsFull(tx, batch);
  if (full) return full;
  const line = lineOf(batch);
  const next = await findNextInLine(tx, line);
  if (next !== null && next !== batch.id) return wait('Other batches are before it in line.', null);
  const limit = await findTokenLimit(tx, line);
  if (limit === null) return { kind: 'go' };
  if (limit.isSure && batch.estimatedTokens > limit.tokens && batch.requestCount > 1)
    return { kind: 'too_big', limitTokens: limit.tokens };
  const inFlight = await sumInFlightTokens(tx, line, batch.id);
  if (inFlight === 0 || inFlight + batch.estimatedTokens <= limit.tokens) return { kind: 'go' };
  const used = `about ${formatCount(inFlight)} of ${formatCount(limit.tokens)} tokens of ${line.model} are under way`;
  return wait(`No room at the provider: ${used}. It goes out when another batch is done.`, null);
}

/** A provider that refuses a batch this often while it has nothing else of ours finds it too large. */
const REFUSED_ALONE = 3;
/** Smaller pieces than a quarter of this are not made unless the provider names a limit: its room is taken by somebody else. */
const USUAL_LIMIT_TOKENS = 200_000;

/** Keeps what a refusal for capacity teaches of the limit. Answers whether the batch is too large to be sent whole. */
export async function learnFromRefusal(tx: Tx, batch: EngineBatch, sentence: string): Promise<boolean> {
  const line = lineOf(batch);
  const inFlightTokens = await sumInFlightTokens(tx, line, batch.id);
  const stated = await learnLimit(tx, { ...line, workspaceId: batch.workspaceId }, { sentence, inFlightTokens });
  if (stated !== null && batch.estimatedTokens > stated) return true;
  const isRefusedAlone = inFlightTokens === 0 && batch.refusals + 1 >= REFUSED_ALONE;
  return isRefusedAlone && batch.requestCount > 1 && batch.estimatedTokens > (stated ?? USUAL_LIMIT_TOKENS) / 4;
}

function wait(why: string, until: Date | null): Verdict {
  return { kind: 'wait', why, until };
}

/** The latest moment the provider asked anybody on this connection to wait for, or this batch's own next try. */
async function pauseOf(tx: Db, batch: EngineBatch): Promise<Date | null> {
  const latest = await tx.batch.aggregate({
    where: { connectionId: batch.connectionId, status: 'waiting_for_capacity' },
    _max: { notBefore: true },
  });
  const moments = [latest._max.notBefore, batch.nextTryAt].flatMap((moment) => (moment ? [moment.getTime()] : []));
  return moments.length === 0 ? null : new Date(Math.max(...moments));
}

async function hourIsFull(tx: Db, batch: EngineBatch): Promise<Verdict | null> {
  const created = await tx.batch.findMany({
    where: { connectionId: batch.connectionId, submittingAt: { gt: new Date(nowMs() - HOUR_MS) } },
    select: { submittingAt: true },
    orderBy: { submittingAt: 'desc' },
    skip: MAX_CREATIONS_AN_HOUR - 1,
    take: 1,
  });
  const oldest = created[0]?.submittingAt;
  if (!oldest) return null;
  const why = `${formatCount(MAX_CREATIONS_AN_HOUR)} batches were sent through this connection within an hour, and the provider takes no more.`;
  return wait(why, new Date(oldest.getTime() + HOUR_MS));
}
