import { longestAnswerTokens } from '#lib/pricing/answer-limit.ts';
import { Price } from '#lib/pricing/schema.ts';
import { MAX_REQUESTS_PER_BATCH } from './limits.ts';

/** What stands around one row's answer: its key, its quotes and its braces. */
export const ENTRY_TOKENS = 20;
/** What stands around all of them. */
const WRAPPER_TOKENS = 20;

/**
 * How many rows share a request at an attempt, counted from 1: as many as the run says at first, fewer each time, and one at the
 * last, so that no row fails for the company it was asked in. Rows that a person sends again go alone.
 */
export function rowsPerRequestAt(run: { rowsPerRequest: number; maxAttempts: number }, attempt: number): number {
  const { rowsPerRequest, maxAttempts } = run;
  if (attempt <= 1 || rowsPerRequest === 1) return rowsPerRequest;
  if (attempt >= maxAttempts) return 1;
  return Math.max(1, Math.ceil(rowsPerRequest ** ((maxAttempts - attempt) / (maxAttempts - 1))));
}

/** How many rows a batch sends at the most: as many requests as the run says, and never more rows than a batch may have requests. */
export function rowsPerBatch(run: { maxRequests: number }, rowsPerRequest: number): number {
  return Math.min(MAX_REQUESTS_PER_BATCH, run.maxRequests * rowsPerRequest);
}

/**
 * The longest answer a request may have. A person limits the answer to one row; a request of several needs room for all of them,
 * up to what its model can say.
 */
export function longestOfRequest(
  maxOutputTokens: number | undefined,
  rowsPerRequest: number,
  price: unknown,
): number | undefined {
  if (maxOutputTokens === undefined || rowsPerRequest === 1) return maxOutputTokens;
  const wanted = rowsPerRequest * (maxOutputTokens + ENTRY_TOKENS) + WRAPPER_TOKENS;
  const known = price === null || price === undefined ? null : longestAnswerTokens(Price.parse(price), undefined);
  return known === null ? wanted : Math.max(maxOutputTokens, Math.min(wanted, known));
}

/** Parts of an amount that are as even as whole numbers can be, and together exactly the amount. The first ones are larger. */
export function splitEvenly(amount: bigint, parts: number): bigint[] {
  const [whole, rest] = [amount / BigInt(parts), amount % BigInt(parts)];
  return Array.from({ length: parts }, (_, index) => (BigInt(index) < rest ? whole + 1n : whole));
}
