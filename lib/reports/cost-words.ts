import { formatCount } from '#lib/format.ts';
import { parseUsd } from '#lib/money.ts';
import type { Period } from './period.ts';
import { startOf } from './period.ts';

const DAY_MONTH = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
const WHOLE_DAY = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
});
const WHOLE_MONTH = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** `Nov 5, 2026`. */
export function dayWords(day: string): string {
  return WHOLE_DAY.format(startOf(day));
}

/** `Nov 5` of a day, `Nov 2026` of a month. */
export function shortDayWords(key: string): string {
  return key.length === 7 ? WHOLE_MONTH.format(startOf(`${key}-01`)) : DAY_MONTH.format(startOf(key));
}

/** `Nov 1 – 20, 2026`, `Oct 5 – Nov 3, 2026`, `Dec 20, 2025 – Jan 3, 2026`. */
export function periodWords({ from, to }: Period): string {
  if (from === to) return dayWords(from);
  return WHOLE_DAY.formatRange(startOf(from), startOf(to)).replaceAll(/\s*–\s*/g, ' – ');
}

/** How many of the requests failed, in percent with one place: more than none is never 0, and fewer than all never 100. */
export function failureRate(failed: number, requests: number): string {
  if (requests === 0) return '–';
  const tenths = Math.floor((failed * 1000) / requests);
  if (failed > 0 && tenths === 0) return '< 0.1 %';
  return `${(tenths / 10).toFixed(tenths % 10 === 0 ? 0 : 1)} %`;
}

/** `12 of 4,000 tries`: a try is one time a row was sent, so a row that failed and was sent again has two. */
export function failedWords(failed: number, requests: number): string {
  return `${formatCount(failed)} of ${formatCount(requests)} ${requests === 1 ? 'try' : 'tries'}`;
}

/** Whose costs they are when no person’s: those of API tokens, of the sample, and of people who are gone. */
export const NOBODY = 'A program or the sample run';

/** How an amount changed since the period before, such as `12 % more`; null where there is nothing to compare with. */
export function changeWords(now: string | null, before: string | null): string | null {
  const [after, first] = [picoOf(now), picoOf(before)];
  if (after === null || first === null || first === 0n) return null;
  const size = first < 0n ? -first : first;
  const percent = Number(((after - first) * 100n) / size);
  if (after === first) return 'the same';
  if (percent === 0) return 'about the same';
  return percent > 0 ? `${formatCount(percent)} % more` : `${formatCount(-percent)} % less`;
}

function picoOf(usd: string | null): bigint | null {
  if (usd === null) return null;
  const isNegative = usd.startsWith('-');
  const pico = parseUsd(isNegative ? usd.slice(1) : usd);
  return pico !== null && isNegative ? -pico : pico;
}

type Tries = { failed: number; requests: number };

/** The same of the share of failed tries, in points of percent with one place. */
export function rateChangeWords(now: Tries, before: Tries): string | null {
  if (now.requests === 0 || before.requests === 0) return null;
  const tenths = ({ failed, requests }: Tries) => (failed * 1000) / requests;
  const points = Math.round(tenths(now) - tenths(before));
  if (points === 0) return 'about the same';
  return `${(Math.abs(points) / 10).toFixed(1)} points ${points > 0 ? 'more' : 'less'}`;
}
