import { type PicoUsd, usdString } from '#lib/money.ts';
import type { CostFigures } from '#lib/pricing/cost-report.ts';

/** What some requests cost together. An amount is null when nothing is known that could be in it. */
export type Costs = {
  /** At the price of a batch. */
  batchPicoUsd: PicoUsd | null;
  /** At the real-time price; what was tried before launching is a part of it. */
  nowPicoUsd: PicoUsd;
  triedPicoUsd: PicoUsd;
  realtimePicoUsd: PicoUsd | null;
  /** Part of `batchPicoUsd`. */
  duplicatePicoUsd: PicoUsd;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  requests: number;
  failed: number;
  unknownRequests: number;
  /** Rows that were answered without being sent, and what sending them would have cost; in no other amount. */
  unsentRows: number;
  unsentPicoUsd: PicoUsd | null;
};

export const NO_COSTS: Costs = {
  ...{ batchPicoUsd: null, realtimePicoUsd: null, duplicatePicoUsd: 0n, nowPicoUsd: 0n, triedPicoUsd: 0n },
  ...{ inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, requests: 0, failed: 0, unknownRequests: 0 },
  ...{ unsentRows: 0, unsentPicoUsd: null },
};

/** Both together; in which order they are added changes nothing. */
export function addCosts(a: Costs, b: Costs): Costs {
  return {
    batchPicoUsd: addKnown(a.batchPicoUsd, b.batchPicoUsd),
    nowPicoUsd: a.nowPicoUsd + b.nowPicoUsd,
    triedPicoUsd: a.triedPicoUsd + b.triedPicoUsd,
    realtimePicoUsd: addKnown(a.realtimePicoUsd, b.realtimePicoUsd),
    duplicatePicoUsd: a.duplicatePicoUsd + b.duplicatePicoUsd,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    requests: a.requests + b.requests,
    failed: a.failed + b.failed,
    unknownRequests: a.unknownRequests + b.unknownRequests,
    unsentRows: a.unsentRows + b.unsentRows,
    unsentPicoUsd: addKnown(a.unsentPicoUsd, b.unsentPicoUsd),
  };
}

export function sumCosts(all: readonly Costs[]): Costs {
  return all.reduce(addCosts, NO_COSTS);
}

function addKnown(a: PicoUsd | null, b: PicoUsd | null): PicoUsd | null {
  if (a === null || b === null) return a ?? b;
  return a + b;
}

/** The figures as they are reported. What is unknown stays unknown; where there is nothing that could cost, it is zero. */
export function figuresOf(costs: Costs): CostFigures {
  const { batchPicoUsd, realtimePicoUsd, duplicatePicoUsd, unsentPicoUsd, nowPicoUsd, triedPicoUsd, ...counts } = costs;
  const nothing = counts.unknownRequests > 0 ? null : 0n;
  const [batch, realtime] = [batchPicoUsd ?? nothing, realtimePicoUsd ?? (batchPicoUsd === null ? nothing : 0n)];
  return {
    batchUsd: usdOf(batch),
    nowUsd: usdString(nowPicoUsd),
    realtimeUsd: usdOf(realtime),
    savedUsd: usdOf(batch === null || realtime === null ? null : realtime - batch - nowPicoUsd),
    triedUsd: usdString(triedPicoUsd),
    duplicateUsd: usdString(duplicatePicoUsd),
    ...counts,
    unsentUsd: usdOf(unsentPicoUsd ?? (counts.unsentRows > 0 ? null : 0n)),
  };
}

function usdOf(amount: PicoUsd | null): string | null {
  return amount === null ? null : usdString(amount);
}
