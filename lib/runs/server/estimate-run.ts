import 'server-only';
import { columnNames } from '#lib/datasets/column-names.ts';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { estimate, samplePositions } from '#lib/pricing/estimate.ts';
import { assumeLabelOutput, assumeTextOutput } from '#lib/pricing/output-assumption.ts';
import type { Price } from '#lib/pricing/prices.ts';
import { loadTokenCounter, type TokenCounter } from '#lib/pricing/tokens.ts';
import { dropsTemperature } from '#lib/providers/catalog.ts';
import type { RunEstimate } from '#lib/runs/run-estimate.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { outputSchema } from '#lib/templates/output-schema.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import type { Output, Parameters, Prompt } from '#lib/templates/schema.ts';
import { readCells } from './read-cells.ts';

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
  const guess = estimate({
    rowCount: run.rowCount,
    sampledInputTokens: await countRows(run, counter),
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

async function countRows(run: Estimable, counter: TokenCounter): Promise<number[]> {
  const dataset = await db().dataset.findUniqueOrThrow({ where: { id: run.datasetId }, select: { columns: true } });
  const columns = columnNames(dataset.columns);
  const prompt = compilePrompt(run.prompt, columns, labelGuide(run.output));
  const schema = outputSchema(run.output)?.schema ?? null;
  const places = prompt.usedColumns.map((column) => columns.indexOf(column));
  const rows = await readCells(run.datasetId, samplePositions(run.rowCount, MAX_COUNTED_ROWS), places);
  const values = columns.map(() => '');
  return rows.map(([, ...cells]) => {
    for (const [index, place] of places.entries()) values[place] = cells[index] ?? '';
    return countRow(() => counter.requestTokens({ ...prompt.render(values), schema }));
  });
}

/** A row that grows too large for a request is not sent and costs nothing: it fails alone, and stops no launch. */
function countRow(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') return 0;
    throw error;
  }
}

function assumeOutput(run: Estimable, counter: TokenCounter) {
  const options = { maxOutputTokens: run.parameters.maxOutputTokens, isReasoning: dropsTemperature(run.model) };
  if (run.output.kind === 'text') return assumeTextOutput(options);
  return assumeLabelOutput(run.output.labels, counter.countTokens, options);
}
