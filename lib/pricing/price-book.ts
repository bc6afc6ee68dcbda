import { findPrice } from './prices.ts';
import type { Price } from './schema.ts';

/** A price that this workspace entered: a negotiated one, or one of a model that the list does not know. */
export type PriceEntry = {
  id: string;
  model: string;
  price: Price;
  /** UTC days, both included; null: until further notice. */
  validFrom: string;
  validTo: string | null;
  createdAt: string;
  withdrawnAt: string | null;
};

/** An entry with what its history shows besides. */
export type PriceEntryView = PriceEntry & { source: string };

/**
 * What a model costs this workspace on a day: the entry made last among those that are valid then, else the list price.
 * An entry counts for the name it was made for, and for its dated snapshots unless they have an entry of their own.
 * Null when neither knows the model: unknown, never free.
 */
export function priceOn(entries: readonly PriceEntry[], model: string, at: Date): Price | null {
  const day = at.toISOString().slice(0, 10);
  const valid = entries
    .filter((entry) => isValidOn(entry, day))
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const named = (name: string) => valid.find((entry) => entry.model === name)?.price ?? null;
  return named(model) ?? named(model.replace(/-\d{4}-\d{2}-\d{2}$/, '')) ?? findPrice(model, at);
}

export function isValidOn(entry: PriceEntry, day: string): boolean {
  return entry.withdrawnAt === null && entry.validFrom <= day && (entry.validTo === null || day <= entry.validTo);
}
