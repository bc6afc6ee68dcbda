import { entryOn, type PriceEntryView } from './price-book.ts';
import { findPrice, listPricedModels } from './prices.ts';
import type { Price } from './schema.ts';

/** What a model costs now, at one connection or (null) at all that have no price of their own, and by whose word. */
export type PriceToday = {
  model: string;
  connection: { id: string; name: string } | null;
  /** Null: unknown. */
  price: Price | null;
  /** The entry that counts; null where it is the list's price, or unknown. */
  entry: PriceEntryView | null;
};

/**
 * Every price that is in force: first of models that ran without one, which may still be unknown, then of those entered and of the list.
 * A connection has a line of its own where its price is another one.
 */
export function pricesToday(entries: readonly PriceEntryView[], unpriced: readonly string[], at: Date): PriceToday[] {
  const listed = listPricedModels(at).map(({ model }) => model);
  const day = at.toISOString().slice(0, 10);
  const inForce = entries.filter(
    (entry) => entry.withdrawnAt === null && entry.validFrom <= day && (entry.validTo === null || day <= entry.validTo),
  );
  const models = new Set([...unpriced, ...inForce.map(({ model }) => model), ...listed]);
  return [...models].flatMap((model) => {
    const entry = entryOn(entries, { model, connectionId: null }, at);
    const everywhere = { model, connection: null, price: entry?.price ?? findPrice(model, at), entry };
    const own = connectionsOf(inForce, model).map((connection): PriceToday => {
      const entryHere = entryOn(entries, { model, connectionId: connection.id }, at);
      return { model, connection, price: entryHere?.price ?? null, entry: entryHere };
    });
    // A model that only one account has a price for is not unknown to anybody who uses it there.
    const isOnlyThere = everywhere.price === null && own.length > 0 && !unpriced.includes(model);
    return isOnlyThere ? own : [everywhere, ...own];
  });
}

function connectionsOf(inForce: readonly PriceEntryView[], model: string): { id: string; name: string }[] {
  const names = new Map<string, string>();
  for (const entry of inForce)
    if (entry.model === model && entry.connectionId !== null)
      names.set(entry.connectionId, entry.connectionName ?? entry.connectionId);
  return [...names].map(([id, name]) => ({ id, name }));
}

/** For how many days the list has not been read again, where that is long enough to say so; null before. */
export function listAge(asOf: string, at: Date): number | null {
  const days = Math.floor((at.getTime() - Date.parse(asOf)) / 86_400_000);
  return days > OLD_AFTER_DAYS ? days : null;
}

const OLD_AFTER_DAYS = 60;
