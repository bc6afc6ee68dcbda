import type { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { estimate, samplePositions } from '#lib/pricing/estimate.ts';
import { assumeLabelOutput, assumeTextOutput } from '#lib/pricing/output-assumption.ts';
import { assumeFromHistory } from '#lib/pricing/output-history.ts';
import { loadTokenCounter, type TokenCounter } from '#lib/pricing/tokens.ts';
import { dropsTemperature } from '#lib/providers/catalog.ts';
import type { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { Output, Parameters, Prompt } from '#lib/templates/schema.ts';
import { type AnswerHistory, listAnswerHistories } from './answer-history.ts';
import { findReusable, placeLeft, type ReusingRun } from './reuse-answers.ts';
import { type Countable, countRowTokens } from './row-tokens.ts';
import { findRequests } from './same-requests.ts';

/** Requests counted one by one; of a larger run, so many evenly spread ones. */
const MAX_COUNTED = 1_000;

export type Estimable = {
  datasetId: string;
  model: string;
  prompt: Prompt;
  output: Output;
  parameters: Parameters;
  price: Price | null;
  rowCount: number;
  /** What the same question cost before; without it, an assumption is stated. */
  history?: AnswerHistory | undefined;
  /** Rows that ask the same are sent once. */
  dedupe: boolean;
  /** Where it takes answers from instead of sending its rows; none where it sends all of them. */
  reusing?: ReusingRun | undefined;
};

/** What a run will cost, from the tokens of its rendered rows and what its answers took before, or else are assumed to take. */
export async function estimateRun(run: Estimable): Promise<RunEstimate> {
  const counter = await loadTokenCounter();
  return priceSample(run, await countSample(run, counter), counter);
}

/** The same, with what this workspace paid for this very question at this model before. */
export async function estimateWithHistory(
  workspaceId: string,
  { connectionId, ...run }: Omit<Estimable, 'history'> & { connectionId: string },
): Promise<RunEstimate> {
  const histories = await listAnswerHistories(db(), { ...run, workspaceId, connectionId }, run.model);
  return estimateRun({ ...run, history: histories.get(run.model) });
}

/** How many requests a run sends, and the input tokens of those that stand for all. */
export type Sample = { requestCount: number; reusedRows: number; inputTokens: number[] };

type Sampled = Countable & Pick<Estimable, 'rowCount' | 'dedupe' | 'reusing'>;

/** Every request of a small run, evenly spread ones of a larger. */
export async function countSample(run: Sampled, counter: TokenCounter): Promise<Sample> {
  const { requests, reusedRows } = await sampleRequests(run);
  const inputTokens = await countRowTokens(run, requests.firstRows, counter);
  return { requestCount: requests.count, reusedRows, inputTokens };
}

async function sampleRequests({ rowCount, dedupe, reusing, ...run }: Sampled) {
  const step = { most: MAX_COUNTED };
  const reusable = reusing ? await findReusable(reusing) : null;
  if (reusing && reusable) return { requests: await placeLeft(reusing, { step, dedupe }), reusedRows: reusable.rows };
  const requests = dedupe ? await findRequests(db(), { ...run, rowCount }, step) : null;
  return {
    requests: requests ?? { count: rowCount, firstRows: samplePositions(rowCount, MAX_COUNTED) },
    reusedRows: 0,
  };
}

/** The estimate of a run whose requests are counted; nothing is looked up. */
export function priceSample(
  run: Omit<Estimable, 'datasetId' | 'prompt' | 'dedupe' | 'reusing'>,
  sample: Sample,
  counter: TokenCounter,
): RunEstimate {
  const guess = estimate({
    requestCount: sample.requestCount,
    sampledInputTokens: sample.inputTokens.map((tokens) => asBilled(tokens, run.history)),
    price: run.price,
    output: assumeOutput(run, counter),
  });
  return {
    inputTokens: guess.inputTokens,
    sameRows: run.rowCount - sample.reusedRows - sample.requestCount,
    reusedRows: sample.reusedRows,
    exact: guess.exact,
    assumption: guess.assumption,
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
function asBilled(tokens: number, history: AnswerHistory | undefined): number {
  const input = history?.input;
  return input ? Math.round((tokens * input.billed) / input.counted) : tokens;
}

function assumeOutput(run: Pick<Estimable, 'model' | 'output' | 'parameters' | 'history'>, counter: TokenCounter) {
  const options = { maxOutputTokens: run.parameters.maxOutputTokens, isReasoning: dropsTemperature(run.model) };
  const known = assumeFromHistory(run.history?.rows ?? [], options);
  if (known) return known;
  if (run.output.kind === 'text') return assumeTextOutput(options);
  return assumeLabelOutput(run.output.labels, counter.countTokens, options);
}
