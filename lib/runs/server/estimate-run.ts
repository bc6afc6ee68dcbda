import type { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import { usdString } from '#lib/money.ts';
import { estimate, samplePositions } from '#lib/pricing/estimate.ts';
import { assumeLabelOutput, assumeTextOutput } from '#lib/pricing/output-assumption.ts';
import { loadTokenCounter, type TokenCounter } from '#lib/pricing/tokens.ts';
import { dropsTemperature } from '#lib/providers/catalog.ts';
import type { RunEstimate } from '#lib/runs/run-estimate.ts';
import type { Output, Parameters, Prompt } from '#lib/templates/schema.ts';
import { type Countable, countRowTokens } from './row-tokens.ts';

/** Rows counted one by one; of a larger run, so many evenly spread ones. */
const MAX_COUNTED_ROWS = 1_000;

export type Estimable = {
  datasetId: string;
  model: string;
  prompt: Prompt;
  output: Output;
  parameters: Parameters;
  price: Price | null;
  rowCount: number;
};

/** What a run will cost, from the tokens of its rendered rows and a stated assumption about its answers. */
export async function estimateRun(run: Estimable): Promise<RunEstimate> {
  const counter = await loadTokenCounter();
  return priceSampledTokens(run, await countSampledTokens(run, counter), counter);
}

/** Input tokens of the rows that stand for all: every row of a small run, evenly spread ones of a larger. */
export function countSampledTokens(run: Countable & { rowCount: number }, counter: TokenCounter): Promise<number[]> {
  return countRowTokens(run, samplePositions(run.rowCount, MAX_COUNTED_ROWS), counter);
}

/** The estimate of a run whose rows are counted; nothing is looked up. */
export function priceSampledTokens(
  run: Omit<Estimable, 'datasetId' | 'prompt'>,
  sampledInputTokens: readonly number[],
  counter: TokenCounter,
): RunEstimate {
  const guess = estimate({
    rowCount: run.rowCount,
    sampledInputTokens,
    price: run.price,
    output: assumeOutput(run, counter),
  });
  return {
    inputTokens: guess.inputTokens,
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

function assumeOutput(run: Pick<Estimable, 'model' | 'output' | 'parameters'>, counter: TokenCounter) {
  const options = { maxOutputTokens: run.parameters.maxOutputTokens, isReasoning: dropsTemperature(run.model) };
  if (run.output.kind === 'text') return assumeTextOutput(options);
  return assumeLabelOutput(run.output.labels, counter.countTokens, options);
}
