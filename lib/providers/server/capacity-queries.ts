import 'server-only';
import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import type { Capacity } from '#lib/providers/schema.ts';
import { statedLimit } from '#lib/providers/stated-limit.ts';

/** Accounts grow: what was learned longer ago than this holds nothing back any more. The next refusal teaches it anew. */
const LEARNED_FOR_MS = 24 * 60 * 60_000;
const MAX_SOURCE = 500;

type Queue = { connectionId: string; model: string };

/** How many tokens of a model may wait at the provider; null when nobody said. `isSure`: it was named, not concluded. */
export async function findTokenLimit(db: Db, queue: Queue): Promise<{ tokens: number; isSure: boolean } | null> {
  const found = await db.connectionCapacity.findUnique({ where: { connectionId_model: keyOf(queue) } });
  if (!found) return null;
  if (found.enteredTokens !== null) return { tokens: Number(found.enteredTokens), isSure: true };
  if (found.learnedTokens === null || found.learnedAt === null) return null;
  if (nowMs() - found.learnedAt.getTime() > LEARNED_FOR_MS) return null;
  return { tokens: Number(found.learnedTokens), isSure: found.isStated };
}

/**
 * Keeps what a refusal teaches: the limit its sentence names, or else that there was no room beside `inFlightTokens`. A
 * conclusion never replaces a limit that was named. Answers the limit it named, or null.
 */
export async function learnLimit(
  tx: Db,
  queue: Queue & { workspaceId: string },
  refusal: { sentence: string; inFlightTokens: number },
): Promise<number | null> {
  const stated = statedLimit(refusal.sentence);
  const before = await findTokenLimit(tx, queue);
  const tokens = stated ?? (before?.isSure ? 0 : refusal.inFlightTokens);
  if (tokens === 0) return null;
  const learned = {
    learnedTokens: BigInt(tokens),
    learnedAt: now(),
    isStated: stated !== null,
    source: refusal.sentence.slice(0, MAX_SOURCE),
  };
  await tx.connectionCapacity.upsert({
    where: { connectionId_model: keyOf(queue) },
    create: { ...keyOf(queue), workspaceId: queue.workspaceId, ...learned },
    update: learned,
  });
  return stated;
}

/** Every limit of a workspace's connections that was learned or entered. */
export async function listCapacities(db: Db, workspaceId: string): Promise<Capacity[]> {
  const found = await db.connectionCapacity.findMany({
    where: { workspaceId, connection: { deletedAt: null } },
    include: { connection: { select: { name: true } } },
    orderBy: [{ connection: { name: 'asc' } }, { model: 'asc' }],
  });
  return found.map((capacity) => ({
    connectionId: capacity.connectionId,
    connectionName: capacity.connection.name,
    model: capacity.model,
    enteredTokens: capacity.enteredTokens === null ? null : Number(capacity.enteredTokens),
    learnedTokens: capacity.learnedTokens === null ? null : Number(capacity.learnedTokens),
    learnedAt: capacity.learnedAt?.toISOString() ?? null,
    isStated: capacity.isStated,
    source: capacity.source,
  }));
}

/** Enters a limit, or takes it back with null. Throws `not_found` for a connection that is not there. */
export async function enterLimit(
  db: Db,
  workspaceId: string,
  { connectionId, model, tokens }: { connectionId: string; model: string; tokens: number | null },
): Promise<void> {
  const connection = await db.connection.findFirst({
    where: { workspaceId, id: connectionId, deletedAt: null },
    select: { id: true },
  });
  if (!connection) throw new AppError('not_found', 'This connection does not exist.');
  if (tokens === null) {
    await db.connectionCapacity.updateMany({ where: { connectionId, model }, data: { enteredTokens: null } });
    return;
  }
  await db.connectionCapacity.upsert({
    where: { connectionId_model: { connectionId, model } },
    create: { connectionId, model, workspaceId, enteredTokens: BigInt(tokens) },
    update: { enteredTokens: BigInt(tokens) },
  });
}

function keyOf({ connectionId, model }: Queue): Queue {
  return { connectionId, model };
}
