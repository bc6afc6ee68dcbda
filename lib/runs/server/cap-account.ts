import 'server-only';
import type { PicoUsd } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { coarseRates, type RequestCosts } from '#lib/runs/cost-ceiling.ts';
import { IN_FLIGHT_BATCH_STATUSES, UNSENT_BATCH_STATUSES } from '#lib/runs/state.ts';

/** What a run's cap is used up by. */
export type CapUse = {
  /** Booked, what the provider made twice included, and the most that answers of unknown cost may have cost. */
  spentPicoUsd: PicoUsd;
  /** The most that what the provider has, or may have, may still cost. */
  onTheWayPicoUsd: PicoUsd;
  isOnTheWay: boolean;
  /** Whether rows that come earlier are still to be sent. */
  hasEarlier: boolean;
};

/**
 * Adds up what a run has spent and may still have to pay. A batch holds its ceiling from the moment it may be at the provider
 * until it is over; then it holds what it cost, and for each answer of unknown cost the most that a row may cost. So no
 * reservation is kept apart that could be lost: the status of a batch is its reservation.
 * `batch` is the one that asks, which is not counted. Rates are for batches that were sent before ceilings were measured.
 */
export async function sumCapUse(
  db: Db,
  runId: string,
  costs: RequestCosts,
  batch: { id: string; number: number } | null,
): Promise<CapUse> {
  const { bytePicoUsd, answerPicoUsd } = coarseRates(costs);
  const rows = await db.$queryRaw<
    { spent: string; on_the_way: string; is_on_the_way: boolean; has_earlier: boolean }[]
  >`
    with batches as (
      select b."number", b."status"::text as status, coalesce(b."costPicoUsd", 0)::numeric as cost,
        b."status"::text = any(${[...IN_FLIGHT_BATCH_STATUSES, 'ingesting', 'answering']}::text[]) as held,
        b."unpricedAnswers" + b."unsureAnswers" + b."unknownAnswers" + b."repeatedAnswers" as unsure,
        coalesce(b."rowCeilingPicoUsd", b."ceilingPicoUsd", m.most)::numeric as row_most,
        coalesce(b."ceilingPicoUsd", m.most)::numeric as most
      from "batch" b, lateral (
        select coalesce(b."inputSizeBytes", 0)::numeric * ${bytePicoUsd}::bigint + b."requestCount"::numeric * ${answerPicoUsd}::bigint as most
      ) m
      where b."runId" = ${runId} and b."id" <> ${batch?.id ?? ''}
    ), extras as (
      select d."bookedAt" is null as held, coalesce(d."costPicoUsd", 0)::numeric as cost,
        d."costPicoUsd" is null or d."unpricedAnswers" > 0 as unsure,
        coalesce(d."ceilingPicoUsd", b."ceilingPicoUsd", 0)::numeric as most
      from "duplicate_batch" d join "batch" b on b."id" = d."batchId" where d."runId" = ${runId}
    ), used as (
      select held, held as awaited, cost + case when held or unsure = 0 then 0 else least(greatest(most - cost, 0), unsure * row_most) end as spent,
        case when held then greatest(most - cost, 0) else 0 end as on_the_way
      from batches
      union all
      -- Whether a duplicate can ever be booked is the provider's to say: nothing waits for it.
      select held, false, case when not held and unsure then greatest(cost, most) else cost end,
        case when held then greatest(most - cost, 0) else 0 end
      from extras
    )
    select coalesce(sum(spent), 0)::text as spent, coalesce(sum(on_the_way), 0)::text as on_the_way,
      coalesce(bool_or(awaited), false) as is_on_the_way,
      exists (select from batches where "number" < ${batch?.number ?? 0} and status = any(${[...UNSENT_BATCH_STATUSES]}::text[])) as has_earlier
    from used`;
  const [row] = rows;
  if (!row) throw new Error('A sum has one row.');
  return {
    spentPicoUsd: BigInt(row.spent),
    onTheWayPicoUsd: BigInt(row.on_the_way),
    isOnTheWay: row.is_on_the_way,
    hasEarlier: row.has_earlier,
  };
}
