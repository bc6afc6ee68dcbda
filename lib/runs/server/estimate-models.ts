import 'server-only';
import { getDataset } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';
import { priceOn } from '#lib/pricing/price-book.ts';
import { answersInText, listPricedModels } from '#lib/pricing/prices.ts';
import { listPriceEntries } from '#lib/pricing/server/price-queries.ts';
import { rowsOf } from '#lib/runs/row-limit.ts';
import type { RunInput } from '#lib/runs/schema.ts';
import { listAnswerHistories } from './answer-history.ts';
import { getInputConnection } from './check-input.ts';
import { assumeOutput, countRun, LONG_INPUT_TOKENS, priceSample } from './estimate-run.ts';
import { countPackParts, packEstimate } from './pack-estimate.ts';

/** Requests are counted once for all models: those that count another way are too old to be offered. */
const COUNTED_FOR = 'gpt-4o-mini';

/** The expected cost of one question at one model, as a decimal string in USD. */
export type ModelCost = { model: string; expectedUsd: string };

/**
 * What a run would cost at every model that answers in text and has a known price, the way its receipt works it out: its rows are counted once and
 * priced for each. Cheapest first.
 * @throws AppError `not_found` for the dataset, `invalid` for a prompt with mistakes.
 */
export async function estimateModels(
  workspaceId: string,
  input: Pick<
    RunInput,
    'datasetId' | 'connection' | 'prompt' | 'output' | 'parameters' | 'rows' | 'dedupe' | 'rowsPerRequest'
  >,
  at: Date,
): Promise<ModelCost[]> {
  const dataset = await getDataset(db(), workspaceId, input.datasetId);
  const counted = { ...input, rowCount: rowsOf(dataset.rowCount, input.rows.limit) };
  const connection = await getInputConnection(db(), workspaceId, input.connection);
  const [entries, { sample, counter }, histories] = await Promise.all([
    listPriceEntries(db(), workspaceId),
    countRun({ ...counted, model: COUNTED_FOR, longFrom: LONG_INPUT_TOKENS }, workspaceId),
    listAnswerHistories(db(), { ...input, workspaceId, connectionId: connection.id }),
  ]);
  const parts = input.rowsPerRequest > 1 ? await countPackParts(counted, counter) : null;
  const models = new Set(
    [...listPricedModels(), ...entries.filter((entry) => [null, connection.id].includes(entry.connectionId))].map(
      ({ model }) => model,
    ),
  );
  const costs = [...models].filter(answersInText).flatMap((model) => {
    const price = priceOn(entries, { model, connectionId: connection.id }, at);
    const run = { ...counted, model, price, history: histories.get(model) };
    const alone = priceSample(run, sample, counter);
    const { cost } = parts ? packEstimate(run, alone, { parts, answers: assumeOutput(run, counter) }) : alone;
    return cost ? [{ model, expectedUsd: cost.expectedUsd }] : [];
  });
  return costs.toSorted((a, b) => Number(a.expectedUsd) - Number(b.expectedUsd));
}
