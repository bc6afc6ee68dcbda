import { findPrice } from './prices.ts';
import type { Price } from './schema.ts';

/** A price that this workspace entered: a negotiated one, or one of a model that the list does not know. */
export type PriceEntry = {
  id: string;
  model: string;
  price: Price;
  /** The one account it was agreed for; null: it counts for all of them. */
  connectionId: string | null;
  /** UTC days, both included; null: until further notice. */
  validFrom: string;
  validTo: string | null;
  createdAt: string;
  withdrawnAt: string | null;
};

/** An entry with what its history shows besides: names as far as they are still known. */
export type PriceEntryView = PriceEntry & {
  source: string;
  connectionName: string | null;
  enteredBy: string | null;
  withdrawnBy: string | null;
};

/**
 * What a model costs at an account of this workspace on a day: what was entered for that account, else what was entered for
 * all of them, else the list price; of several entries the one made last among those that are valid then. An entry counts for
 * the name it was made for, and for its dated snapshots unless they have an entry of their own.
 * Null when none knows the model: unknown, never free.
 */
export function priceOn(
  entries: readonly PriceEntry[],
  { model, connectionId }: { model: string; connectionId: string | null },
  at: Date,
): Price | null {
  return entryOn(entries, { model, connectionId }, at)?.price ?? findPrice(model, at);
}

/** The entry that counts, or null where the list does. */
export function entryOn<Entry extends PriceEntry>(
  entries: readonly Entry[],
  { model, connectionId }: { model: string; connectionId: string | null },
  at: Date,
): Entry | null {
  const day = at.toISOString().slice(0, 10);
  const valid = entries
    .filter((entry) => isValidOn(entry, day))
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const of = (id: string | null) => {
    const named = (name: string) => valid.find((entry) => entry.connectionId === id && entry.model === name) ?? null;
    return named(model) ?? named(model.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
  };
  return (connectionId === null ? null : of(connectionId)) ?? of(null);
}

export function isValidOn(entry: PriceEntry, day: string): boolean {
  return entry.withdrawnAt === null && entry.validFrom <= day && (entry.validTo === null || day <= entry.validTo);
}
