import type { InputCount } from '#lib/pricing/input-count.ts';
import type { Encoding } from '#lib/pricing/tokens.ts';
import type { CountSource } from './count-requests.ts';

/** Everything a thread needs to count the requests of a run. Plain data: it is told to the thread as it is. */
export type CountPlan = {
  source: CountSource;
  encoding: Encoding;
  /** The most tokens a request may have before it is priced as a long one. */
  longFrom: number | null;
  /** How many requests each stratum has, counted or not. */
  strata: number[];
  /** The rows to count, ascending, and the stratum of each. */
  rows: Int32Array;
  stratumOf: Uint16Array;
};

/** What a thread says: how many rows it has counted, and at last what all requests come to. */
export type CountWord = { counted: number } | { result: InputCount };
