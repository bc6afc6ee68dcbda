import { LONG_INPUT_TOKENS, PRICE_ROWS, PRICES_AS_OF, type PriceRow } from './price-table.ts';
import type { Price, Rates } from './schema.ts';

/** All lists this version knows, oldest first. A new list is added, never edited over: old runs were priced by the old one. */
const LISTS = [
  { asOf: PRICES_AS_OF, prices: new Map(PRICE_ROWS.map((row) => [row.model, priceFrom(row, PRICES_AS_OF)])) },
];

/** Snapshots that cost something else than the name without the date. */
const OTHERWISE_PRICED = new Set(['gpt-4o-2024-05-13']);

/**
 * The list price of a model on a day: the latest list not younger than it, else the oldest there is. A dated snapshot
 * (`gpt-4o-mini-2024-07-18`) costs what its model costs. Null when the model is not listed: unknown, never free.
 */
export function findPrice(model: string, at: Date = new Date()): Price | null {
  if (OTHERWISE_PRICED.has(model)) return null;
  const day = at.toISOString().slice(0, 10);
  const list = LISTS.findLast((candidate) => candidate.asOf <= day) ?? LISTS[0];
  return list?.prices.get(model) ?? list?.prices.get(model.replace(/-\d{4}-\d{2}-\d{2}$/, '')) ?? null;
}

/** Embeddings have a price, too, but answer in numbers. */
export function answersInText(model: string): boolean {
  return !model.includes('embedding');
}

/** Models with a known price, cheapest batch output first, for pickers. */
export function listPricedModels(): Price[] {
  const latest = LISTS.at(-1);
  return [...(latest?.prices.values() ?? [])].sort((a, b) => a.batch.outputMicroUsd - b.batch.outputMicroUsd);
}

function priceFrom(row: PriceRow, asOf: string): Price {
  const realtime = ratesFrom(row.realtime);
  const batch = ratesFrom(row.batch);
  return {
    model: row.model,
    asOf,
    realtime,
    batch,
    longInput: row.hasLongInputTier
      ? { overInputTokens: LONG_INPUT_TOKENS, realtime: longInputRates(realtime), batch: longInputRates(batch) }
      : null,
    contextTokens: row.contextTokens,
    note: row.note ?? null,
  };
}

function ratesFrom([input, cached, output]: PriceRow['realtime']): Rates {
  return { inputMicroUsd: input, cachedInputMicroUsd: cached ?? input, outputMicroUsd: output };
}

/** Every output price of the table is even, so half of three times it is whole. */
function longInputRates(rates: Rates): Rates {
  return {
    inputMicroUsd: rates.inputMicroUsd * 2,
    cachedInputMicroUsd: rates.cachedInputMicroUsd * 2,
    outputMicroUsd: (rates.outputMicroUsd / 2) * 3,
  };
}
