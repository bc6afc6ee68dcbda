import { formatCount } from '#lib/format.ts';

const MINUTE_MS = 60_000;

/** `next try in about 2 min`, rounded up; `next try in a moment` below half a minute or when it is due. */
export function nextTryWords(iso: string, now: number): string {
  const ms = Date.parse(iso) - now;
  if (!(ms > MINUTE_MS / 2)) return 'next try in a moment';
  const minutes = Math.ceil(ms / MINUTE_MS);
  if (minutes < 60) return `next try in about ${formatCount(minutes)} min`;
  return 'next try in about an hour';
}
