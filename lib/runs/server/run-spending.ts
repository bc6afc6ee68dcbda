import 'server-only';
import type { PicoUsd } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { Usage } from '#lib/pricing/cost.ts';

/** What a run used and cost, summed over its batches: each answer is booked on exactly one. Duplicates stand apart. */
export type Spending = {
  usage: Usage;
  /** At the price of a batch. */
  batchPicoUsd: PicoUsd;
  /** At the real-time price. */
  nowPicoUsd: PicoUsd;
  realtimePicoUsd: PicoUsd;
  duplicatePicoUsd: PicoUsd;
  /** Answers of batches and duplicates that are in no amount: the provider did not say how many tokens they took. */
  unknownAnswers: number;
  /**
   * Answers at the price of a batch that took tokens, and what they took; a row that was sent twice counts twice. Null where they
   * were not counted.
   */
  billed: { answers: number; usage: Usage } | null;
  /** Rows that were answered without being sent, and what sending them would have cost. */
  unsentRows: number;
  unsentPicoUsd: PicoUsd;
};

export const NOTHING_SPENT: Spending = {
  usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 },
  batchPicoUsd: 0n,
  nowPicoUsd: 0n,
  realtimePicoUsd: 0n,
  duplicatePicoUsd: 0n,
  unknownAnswers: 0,
  billed: null,
  unsentRows: 0,
  unsentPicoUsd: 0n,
};

/** By run; one that has no batch yet is not in it. The callers have checked the workspace. */
export async function sumSpending(db: Db, runIds: readonly string[]): Promise<Map<string, Spending>> {
  const where = { runId: { in: [...runIds] } };
  const [batches, duplicates, uncounted] = await Promise.all([
    db.batch.groupBy({
      by: 'runId',
      where,
      _sum: {
        inputTokens: true,
        cachedInputTokens: true,
        outputTokens: true,
        costPicoUsd: true,
        nowPicoUsd: true,
        realtimePicoUsd: true,
        unpricedAnswers: true,
        billedAnswers: true,
        nowInputTokens: true,
        nowCachedInputTokens: true,
        nowOutputTokens: true,
        unsentRows: true,
        unsentPicoUsd: true,
      },
    }),
    db.duplicateBatch.groupBy({ by: 'runId', where, _sum: { costPicoUsd: true, unpricedAnswers: true } }),
    db.batch.groupBy({ by: 'runId', where: { ...where, billedAnswers: null, inputTokens: { gt: 0 } } }),
  ]);
  const isUncounted = new Set(uncounted.map(({ runId }) => runId));
  const extras = new Map(duplicates.map(({ runId, _sum }) => [runId, _sum]));
  return new Map(
    batches.map(({ runId, _sum }) => {
      const extra = extras.get(runId);
      const spending: Spending = {
        usage: {
          inputTokens: Number(_sum.inputTokens ?? 0n),
          cachedInputTokens: Number(_sum.cachedInputTokens ?? 0n),
          outputTokens: Number(_sum.outputTokens ?? 0n),
        },
        batchPicoUsd: (_sum.costPicoUsd ?? 0n) - (_sum.nowPicoUsd ?? 0n),
        nowPicoUsd: _sum.nowPicoUsd ?? 0n,
        realtimePicoUsd: _sum.realtimePicoUsd ?? 0n,
        duplicatePicoUsd: extra?.costPicoUsd ?? 0n,
        unknownAnswers: (_sum.unpricedAnswers ?? 0) + (extra?.unpricedAnswers ?? 0),
        billed: isUncounted.has(runId) ? null : billedOf(_sum),
        unsentRows: _sum.unsentRows ?? 0,
        unsentPicoUsd: _sum.unsentPicoUsd ?? 0n,
      };
      return [runId, spending];
    }),
  );
}

type BilledSums = Record<
  'inputTokens' | 'cachedInputTokens' | 'outputTokens' | 'nowInputTokens' | 'nowCachedInputTokens' | 'nowOutputTokens',
  bigint | null
> & { billedAnswers: number | null };

function billedOf(sums: BilledSums): Spending['billed'] {
  const without = (all: bigint | null, now: bigint | null) => Number((all ?? 0n) - (now ?? 0n));
  const usage = {
    inputTokens: without(sums.inputTokens, sums.nowInputTokens),
    cachedInputTokens: without(sums.cachedInputTokens, sums.nowCachedInputTokens),
    outputTokens: without(sums.outputTokens, sums.nowOutputTokens),
  };
  return { answers: sums.billedAnswers ?? 0, usage };
}
