import { countOf, formatCount, formatUsd } from '#lib/format.ts';
import { MAX_NOW_ROWS } from './limits.ts';

/** What finishing now comes to. Amounts are exact decimal strings in USD; null where the price is unknown. */
export type NowOffer = {
  /** Rows without an answer, and how many requests they are: rows that ask the same go out once. */
  rows: number;
  requests: number;
  /** Requests whose batches the provider has: it is asked to stop them. */
  atProvider: number;
  mostUsd: string | null;
  aboutUsd: string | null;
};

export function tooManyForNow(): string {
  return `More than ${formatCount(MAX_NOW_ROWS)} rows are left, which is too many to ask for one by one. Wait until fewer are.`;
}

/** For the log: what somebody asked for, and what it may cost. */
export function askedForNow(name: string, { rows, mostUsd }: Pick<NowOffer, 'rows' | 'mostUsd'>): string {
  const most = mostUsd === null ? '' : `, for ${formatUsd(mostUsd)} at most`;
  return `${name} asked to finish the last ${countOf(rows, 'row')} now, at the real-time price${most}.`;
}

/** Said when the price that was agreed to does not cover it any more. */
export function dearerByNow(mostUsd: string, agreedUsd: string): string {
  return `It may cost up to ${formatUsd(mostUsd)} by now, more than the ${formatUsd(agreedUsd)} that were agreed to. Look at the price again.`;
}
