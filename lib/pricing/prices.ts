import { LISTED_PRICES, type ListedPrice, OTHERWISE_PRICED } from './price-list.ts';
import type { Price } from './schema.ts';

/**
 * The list price of a model on a day, in UTC: the price that is valid then, else the first there is for a day before all
 * of them. A dated snapshot (`gpt-4o-mini-2024-07-18`) costs what its model costs. Null when the model is not listed, or
 * its last price is over: unknown, never free.
 */
export function findPrice(model: string, at: Date = new Date(), prices = LISTED_PRICES): Price | null {
  if (OTHERWISE_PRICED.has(model)) return null;
  const day = at.toISOString().slice(0, 10);
  const named = (name: string) => prices.filter((listed) => listed.price.model === name);
  const rows = named(model);
  return priceOfDay(rows.length > 0 ? rows : named(model.replace(/-\d{4}-\d{2}-\d{2}$/, '')), day);
}

/** Embeddings have a price, too, but answer in numbers. */
export function answersInText(model: string): boolean {
  return !model.includes('embedding');
}

/** Models with a known price on a day, cheapest batch output first, for pickers. */
export function listPricedModels(at: Date = new Date()): Price[] {
  const models = new Set(LISTED_PRICES.map(({ price }) => price.model));
  return [...models]
    .flatMap((model) => findPrice(model, at) ?? [])
    .sort((a, b) => a.batch.outputMicroUsd - b.batch.outputMicroUsd);
}

function priceOfDay(rows: readonly ListedPrice[], day: string): Price | null {
  const valid = rows.findLast((row) => row.validFrom <= day && (row.validTo === null || day <= row.validTo));
  if (valid) return valid.price;
  const [first] = rows;
  return first && day < first.validFrom ? first.price : null;
}
