import 'server-only';
import { type Db, db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import { IN_FLIGHT_BATCH_STATUSES, UNSENT_BATCH_STATUSES } from '#lib/runs/state.ts';

/** Batches of one model on one connection share a queue at the provider, whatever run they are of. */
export type Line = { connectionId: string; model: string };

/** Batches in line: they wait for capacity, or did and are being sent again. A run that stops or pauses leaves the line. */
function standing({ connectionId, model }: Line): Prisma.Sql {
  return Prisma.sql`b."connectionId" = ${connectionId} and r."model" = ${model} and r."status" = 'running'
    and b."waitsSince" is not null and b."status"::text = any(${[...UNSENT_BATCH_STATUSES]}::text[])`;
}

/**
 * Whose turn it is: the runs take turns, the one with the fewest batches at the provider first, then the one that has waited
 * longest; within a run its batches go in their order. Null when nobody waits.
 */
export async function findNextInLine(tx: Db, line: Line): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with line as (
      select b."id", b."runId", b."number",
        row_number() over (partition by b."runId" order by b."number") as place,
        min(b."waitsSince") over (partition by b."runId") as since
      from "batch" b join "run" r on r."id" = b."runId" where ${standing(line)}
    ), held as (
      select b."runId", count(*) as batches from "batch" b
      where b."connectionId" = ${line.connectionId} and b."status"::text = any(${[...IN_FLIGHT_BATCH_STATUSES]}::text[])
      group by 1
    )
    select line."id" from line left join held on held."runId" = line."runId"
    order by line.place + coalesce(held.batches, 0), line.since, line."number", line."id" limit 1`;
  return rows[0]?.id ?? null;
}

/** Estimated tokens of the line's batches that the provider has or may have, without one batch's own. */
export async function sumInFlightTokens(tx: Db, line: Line, exceptId: string): Promise<number> {
  const sum = await tx.batch.aggregate({
    where: {
      connectionId: line.connectionId,
      run: { model: line.model },
      status: { in: [...IN_FLIGHT_BATCH_STATUSES] },
      id: { not: exceptId },
    },
    _sum: { estimatedTokens: true },
  });
  return sum._sum.estimatedTokens ?? 0;
}

/**
 * Has the next in line looked at now. With `hasRoom` the provider was done with a batch, so nobody has to sit out the pause
 * after a refusal; a pause the provider asked for stays.
 */
export async function wakeNextInLine(line: Line, { hasRoom }: { hasRoom: boolean }): Promise<void> {
  const batchId = await findNextInLine(db(), line);
  if (batchId === null) return;
  failPoint('wake.before-transaction');
  await db().$transaction(async (tx) => {
    if (hasRoom) {
      await tx.$executeRaw`
        update "batch" b set "nextTryAt" = b."notBefore" from "run" r
        where r."id" = b."runId" and b."nextTryAt" is not null and ${standing(line)}`;
    }
    failPoint('wake.before-enqueue');
    await enqueue(tx, 'batch.advance', { batchId }, batchId);
    failPoint('wake.before-commit');
  });
}

/** Has the first of every line looked at, in case the one that made room died before it could say so. For the sweep. */
export async function wakeEveryLine(): Promise<void> {
  const lines = await db().$queryRaw<Line[]>`
    select distinct b."connectionId", r."model" from "batch" b join "run" r on r."id" = b."runId"
    where b."status" = 'waiting_for_capacity' and r."status" = 'running'
      and (b."nextTryAt" is null or b."nextTryAt" <= now())`;
  for (const line of lines) await wakeNextInLine(line, { hasRoom: false });
}
