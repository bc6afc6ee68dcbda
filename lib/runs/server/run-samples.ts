import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';

/**
 * Notes how far a run is now, for the chart. Samples are a picture, not an account: losing one loses nothing. One after the
 * other, each a single statement and so a single view of counters and batches: otherwise a row on its way from one to the
 * other is in neither, and the picture goes back.
 */
export async function takeSample(db: Db, runId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${runId}, 0))`;
    await tx.$executeRaw`
      insert into "run_sample" ("runId", "at", "succeeded", "failed")
      select ${runId}, clock_timestamp(), n."succeeded", n."failed" from (
        select
          coalesce((select "count" from "run_counter" where "runId" = ${runId} and "status" = 'succeeded'), 0)
          + coalesce((
              select sum(greatest(0, "providerCompleted"::bigint * "requestCount" / greatest(1, coalesce("lineCount", "requestCount")) - "succeeded" - "failed"))::bigint from "batch"
              where "runId" = ${runId} and "status" in ('submitted', 'canceling', 'ingesting')
            ), 0) as "succeeded",
          coalesce((select "count" from "run_counter" where "runId" = ${runId} and "status" = 'failed'), 0) as "failed"
      ) n
      where (n."succeeded", n."failed") is distinct from (
        select row(s."succeeded"::bigint, s."failed") from "run_sample" s where s."runId" = ${runId} order by s."at" desc limit 1
      )
      on conflict do nothing`;
  });
}
