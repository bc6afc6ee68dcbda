import type { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { estimate } from '#lib/pricing/estimate.ts';
import { countOfSample, type InputCount, scaleCount } from '#lib/pricing/input-count.ts';
import { assumeLabelOutput, assumeTextOutput } from '#lib/pricing/output-assumption.ts';
import { assumeFromHistory } from '#lib/pricing/output-history.ts';
import { encodingFor, loadTokenCounter, type TokenCounter } from '#lib/pricing/tokens.ts';
import { dropsTemperature } from '#lib/providers/catalog.ts';
import type { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { Parameters, Prompt } from '#lib/templates/schema.ts';
import { type AnswerHistory, listAnswerHistories } from './answer-history.ts';
import type { Countable } from './count-requests.ts';
import { countKeyOf, findKeptCount } from './kept-counts.ts';
import { countPackParts, packEstimate } from './pack-estimate.ts';
import { sampleRowTokens } from './row-tokens.ts';
import { type PlacedRequests, placeRunRequests, type RequestingRun } from './run-requests.ts';
import type { Requests } from './same-requests.ts';

/** Requests that are counted at once for a first figure, evenly spread over the run; of long ones, fewer. */
const MAX_SAMPLED = 1_000;
const MAX_SAMPLED_CHARS = 2_000_000;
/** Where the price of long inputs begins, at every model that has one. */
export const LONG_INPUT_TOKENS = 272_000;

export type Estimable = Countable &
  RequestingRun & {
    prompt: Prompt;
    model: string;
    parameters: Parameters;
    price: Price | null;
    /** What the same question cost before; without it, an assumption is stated. */
    history?: AnswerHistory | undefined;
  };

/**
 * What a run will cost, from the tokens of its rendered rows and what its answers took before, or else are assumed to take. Where
 * its requests were counted to the end before, that count is taken.
 */
export async function estimateRun(run: Estimable, workspaceId: string | null = null): Promise<RunEstimate> {
  const longFrom = run.price?.longInput?.overInputTokens ?? LONG_INPUT_TOKENS;
  const { sample, counter, countKey } = await countRun({ ...run, longFrom }, workspaceId);
  return { ...priceSample(run, sample, counter), countKey };
}

/** The same, with what this workspace counted and paid for this very question at this model before. */
export async function estimateWithHistory(
  workspaceId: string,
  { connectionId, ...run }: Omit<Estimable, 'history'> & { connectionId: string; rowsPerRequest: number },
): Promise<RunEstimate> {
  const histories = await listAnswerHistories(db(), { ...run, workspaceId, connectionId }, run.model);
  const asked = { ...run, history: histories.get(run.model) };
  const counter = await loadTokenCounter(encodingFor(run.model));
  const [alone, parts] = [await estimateRun(asked, workspaceId), await countPackParts(run, counter)];
  return packEstimate(run, alone, { parts, answers: assumeOutput(asked, counter) });
}

/** What asking for these rows alone comes to, each a request of its own; with the same history, no count of them is kept. */
export async function estimateRows(
  workspaceId: string,
  {
    connectionId,
    ...run
  }: Omit<Estimable, 'history' | 'dedupe' | 'reusing'> & { connectionId: string; rowsPerRequest: number },
  rowIndexes: readonly number[],
): Promise<RunEstimate> {
  const longFrom = run.price?.longInput?.overInputTokens ?? LONG_INPUT_TOKENS;
  const histories = await listAnswerHistories(db(), { ...run, workspaceId, connectionId }, run.model);
  const counter = await loadTokenCounter(encodingFor(run.model));
  const tokens = await sampleRowTokens(run, rowIndexes, counter, { maxChars: MAX_SAMPLED_CHARS });
  const count = countOfSample(rowIndexes.length, tokens, longFrom);
  const rows = { ...run, rowCount: rowIndexes.length, history: histories.get(run.model) };
  const alone = priceSample(rows, { reusedRows: 0, count, isKept: false }, counter);
  if (run.rowsPerRequest === 1) return alone;
  return packEstimate(rows, alone, {
    parts: await countPackParts(rows, counter),
    answers: assumeOutput(rows, counter),
  });
}

/** How many requests a run sends, and what their input comes to. */
export type Sample = Pick<PlacedRequests, 'reusedRows'> & { count: InputCount; isKept: boolean };

type Sampled = Countable & RequestingRun & { model: string; longFrom: number };

/** What was counted to the end before, or a first figure: every request of a small run, evenly spread ones of a larger. */
export async function countRun(run: Sampled, workspaceId: string | null) {
  const encoding = encodingFor(run.model);
  const counter = await loadTokenCounter(encoding);
  const { requests, reusedRows } = await placeRunRequests(run, MAX_SAMPLED);
  const countKey = countKeyOf({ ...run, requests, reusedRows, encoding });
  const kept = workspaceId === null ? null : await findKeptCount(workspaceId, countKey);
  const count = kept ?? (await countFirst(run, requests, counter));
  const sample = { reusedRows, count, isKept: kept !== null };
  return { sample, counter, countKey };
}

async function countFirst({ longFrom, ...run }: Sampled, requests: Requests, counter: TokenCounter) {
  const tokens = await sampleRowTokens(run, requests.firstRows, counter, { maxChars: MAX_SAMPLED_CHARS });
  return countOfSample(requests.count, tokens, longFrom);
}

/** The estimate of a run whose requests are counted; nothing is looked up. */
export function priceSample(
  run: Omit<Estimable, 'datasetId' | 'prompt' | 'dedupe' | 'reusing'>,
  { count, reusedRows, isKept }: Sample,
  counter: TokenCounter,
): RunEstimate {
  const output = assumeOutput(run, counter);
  const guess = estimate({ count: asBilled(count, run.history), price: run.price, output });
  return {
    inputTokens: guess.inputTokens,
    sameRows: run.rowCount - reusedRows - count.requests,
    reusedRows,
    packing: null,
    exact: guess.exact,
    countedRequests: count.counted,
    isCounted: guess.exact || isKept,
    assumption: guess.assumption,
    answerTokens: output.expectedTokens,
    cost: guess.cost && {
      lowUsd: usdString(guess.cost.lowPicoUsd),
      expectedUsd: usdString(guess.cost.expectedPicoUsd),
      highUsd: usdString(guess.cost.highPicoUsd),
      realtimeUsd: usdString(guess.cost.realtimePicoUsd),
      savedUsd: usdString(guess.cost.savedPicoUsd),
    },
  };
}

/** A provider counts a few tokens more or less than we do; by how much is known once it has billed this question. */
function asBilled(count: InputCount, history: AnswerHistory | undefined): InputCount {
  const input = history?.input;
  return input ? scaleCount(count, input.billed / input.counted) : count;
}

/** What answers are taken to have: what they had before, or else an assumption. */
export function assumeOutput(
  run: Pick<Estimable, 'model' | 'output' | 'parameters' | 'history'>,
  counter: TokenCounter,
) {
  const options = { maxOutputTokens: run.parameters.maxOutputTokens, isReasoning: dropsTemperature(run.model) };
  const known = assumeFromHistory(run.history?.rows ?? [], options);
  if (known) return known;
  if (run.output.kind === 'text') return assumeTextOutput(options);
  return assumeLabelOutput(run.output.labels, counter.countTokens, options);
}
