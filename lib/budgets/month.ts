/** A calendar month of UTC, such as `2026-12`, with its first moment and that of the next. */
export type Month = { key: string; since: Date; until: Date };

const KEY = /^(\d{4})-(0[1-9]|1[0-2])$/;
const WORDS = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const NAME = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' });

export function monthAt(at: Date): Month {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const since = new Date(Date.UTC(year, month, 1));
  return { key: since.toISOString().slice(0, 7), since, until: new Date(Date.UTC(year, month + 1, 1)) };
}

/** The month with a key; null where it is none. */
export function parseMonth(key: string): Month | null {
  return KEY.test(key) ? monthAt(new Date(`${key}-01T00:00:00.000Z`)) : null;
}

/** So many months later, or before. */
export function addMonths({ since }: Month, months: number): Month {
  return monthAt(new Date(Date.UTC(since.getUTCFullYear(), since.getUTCMonth() + months, 1)));
}

/** `December 2026`. */
export function monthWords({ since }: Month): string {
  return WORDS.format(since);
}

/** `December`: inside of a sentence that is about now. */
export function monthName({ since }: Month): string {
  return NAME.format(since);
}
