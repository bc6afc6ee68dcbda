import 'server-only';
import { Prisma } from '#lib/platform/db/generated/client.ts';

/**
 * Everything that was booked on a batch between two moments, every duplicate that was, and what runs took from earlier ones.
 * `batch` was paid at the price of a batch, `now` at the real-time price. The report of costs and budgets both add up these lines, so they cannot disagree.
 */
export function chargesOf(workspaceId: string, { since, until }: { since: Date; until: Date }): Prisma.Sql {
  return Prisma.sql`
    select b."endedAt" as at, b."runId" as run, b."connectionId" as connection, b."succeeded" + b."failed" as requests,
      b."failed" as failed, b."unpricedAnswers" + b."unsureAnswers" as unpriced, b."inputTokens" as input, b."cachedInputTokens" as cached,
      b."outputTokens" as output, b."costPicoUsd" - b."nowPicoUsd" as batch, b."nowPicoUsd" as now, b."realtimePicoUsd" as realtime, null::bigint as duplicate,
      b."unsentRows" as unsent_rows, b."unsentPicoUsd" as unsent
    from "batch" b where b."workspaceId" = ${workspaceId} and b."endedAt" >= ${since} and b."endedAt" < ${until}
      and b."finishedAt" is not null
    union all
    select d."bookedAt", d."runId", d."connectionId", greatest(d."answers", d."unpricedAnswers"), 0, d."unpricedAnswers",
      d."inputTokens", d."cachedInputTokens", d."outputTokens", d."costPicoUsd", 0, null, d."costPicoUsd", 0, null
    from "duplicate_batch" d where d."workspaceId" = ${workspaceId} and d."bookedAt" >= ${since} and d."bookedAt" < ${until}
    union all
    select r."plannedAt", r."id", r."connectionId", 0, 0, 0, 0, 0, 0, null, 0, null, null, r."reusedRows", r."reusedPicoUsd"
    from "run" r where r."workspaceId" = ${workspaceId} and r."reusedRows" > 0 and r."plannedAt" >= ${since} and r."plannedAt" < ${until}`;
}

/** How many of a charge's requests are in no amount, where `c` is the charge and `r` its run. */
export const UNKNOWN_REQUESTS = Prisma.sql`(case when r."price" is not null then c.unpriced
  when c.input + c.output > 0 then c.requests else c.unpriced end)`;
