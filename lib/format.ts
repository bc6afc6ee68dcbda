import { PICO_PER_USD, type PicoUsd, parseUsd } from './money.ts';

/** Words and figures for a person's eyes. Exports and the HTTP API carry the exact values instead. */

const COUNT = new Intl.NumberFormat('en-US');
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const BYTE_UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** `10,003` */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `1.2M`; the exact count belongs on hover. */
export function formatCompact(count: number): string {
  return COMPACT.format(count);
}

/** `1 row`, `10,003 rows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Whole percent, rounded down, so that 100 means all of it. Null when there is nothing to have a part of. */
export function floorPercent(part: number, whole: number): number | null {
  return whole > 0 ? Math.floor((part * 100) / whole) : null;
}

/** `839 KB`, `2.1 MB`: decimal units, as file managers show them. */
export function formatBytes(sizeBytes: number): string {
  let size = sizeBytes;
  let unit = 0;
  while (size >= 999.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  if (unit === 0) return countOf(sizeBytes, 'byte');
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${BYTE_UNITS[unit]}`;
}

/**
 * A decimal USD string with as many digits as matter: `$0.0041`, `$12.40`, `$1,204`. A negative amount keeps its sign.
 * Null means that the price is not known, and says so: an unknown price is never $0.
 */
export function formatUsd(amount: string | null): string {
  if (amount === null) return 'price unknown';
  const negative = amount.startsWith('-');
  const pico = parseUsd(negative ? amount.slice(1) : amount);
  if (pico === null) return `$${amount}`;
  return `${negative && pico > 0n ? '−' : ''}$${shortAmount(pico)}`;
}

/** For a glance: the same, but an amount that takes more than four places is `< 1 cent`. Its digits belong on hover. */
export function glanceUsd(amount: string | null): string {
  const text = formatUsd(amount);
  return /^\$0\.00\d{3,}$/.test(text) ? '< 1 cent' : text;
}

/** The same amount with every digit, for hovering: `$0.412300`. */
export function exactUsd(amount: string | null): string {
  return amount === null ? 'price unknown' : amount.startsWith('-') ? `−$${amount.slice(1)}` : `$${amount}`;
}

/** How many whole percent `part` is of `whole`, rounded down; null when there is no whole to compare with. */
export function usdPercent(part: string | null, whole: string | null): number | null {
  const [numerator, denominator] = [part && parseUsd(part), whole && parseUsd(whole)];
  if (numerator === null || numerator === '' || !denominator) return null;
  return Number((numerator * 100n) / denominator);
}

/** Two amounts that are held against each other: with a digit more than one alone needs, so that a small difference shows. */
export function comparedUsd(amounts: readonly [string, string]): [string, string] {
  const [one, other] = amounts.map((amount) => parseUsd(amount));
  if (one == null || other == null) return [`$${amounts[0]}`, `$${amounts[1]}`];
  const places = Math.max(
    ...[one, other].filter((pico) => pico > 0n).map((pico) => Math.min(12, placesOf(pico) + 1)),
    2,
  );
  return [`$${rounded(one, places)}`, `$${rounded(other, places)}`];
}

function shortAmount(pico: PicoUsd): string {
  return pico === 0n ? '0.00' : rounded(pico, placesOf(pico));
}

function placesOf(pico: PicoUsd): number {
  if (pico >= 1000n * PICO_PER_USD) return 0;
  let places = 2;
  // Below ten cents, two digits that are not zero say more than two places that are.
  while (places < 12 && pico < 10n ** BigInt(13 - places)) places += 1;
  return places;
}

function rounded(pico: PicoUsd, places: number): string {
  const step = 10n ** BigInt(12 - places);
  const units = (pico + step / 2n) / step;
  const scale = 10n ** BigInt(places);
  const whole = (units / scale).toLocaleString('en-US');
  return places === 0 ? whole : `${whole}.${(units % scale).toString().padStart(places, '0')}`;
}

/** `just now`, `5 min ago`, `yesterday`, `12 Nov`: how long ago it was, as one would say it. */
export function formatAgo(iso: string, nowMs: number): string {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000);
  if (seconds < 0) return formatAhead(-seconds);
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 7 * 86_400) return `${countOf(Math.floor(seconds / 86_400), 'day')} ago`;
  return new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(iso),
  );
}

function formatAhead(seconds: number): string {
  if (seconds < 60) return 'in a moment';
  if (seconds < 3600) return `in ${Math.floor(seconds / 60)} min`;
  return `in ${Math.floor(seconds / 3600)} h`;
}

/** `Nov 20, 2026, 8:41:07 AM UTC`: the moment itself, with its zone. Without a zone, the reader's own. */
export function formatMoment(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-US', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...(timeZone && { timeZone }),
  })
    .format(new Date(iso))
    .concat(' ', zoneName(iso, timeZone));
}

function zoneName(iso: string, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZoneName: 'short',
    ...(timeZone && { timeZone }),
  }).formatToParts(new Date(iso));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

/** `40 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
