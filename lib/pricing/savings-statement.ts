import { z } from 'zod';

const Usd = z.string().nullable();
const Tokens = z.string();

/** How every line of a statement is worked out, in words that go out with it. */
export const STATEMENT_FORMULA =
  'where paidAt is batch: batchUsd = ((inputTokens - cachedInputTokens) x batchInputUsd + cachedInputTokens x batchCachedUsd + outputTokens x batchOutputUsd) / 1000000; where it is realtime: nowUsd = the same at the realtime prices; realtimeUsd = the usable tokens at the realtime prices; savedUsd = realtimeUsd - batchUsd - nowUsd; what was never sent (unsentUsd) is in none of them';

/**
 * What a run saved in a period, in such terms that it can be worked out again by hand. One line for each price its requests
 * had: a run of which some were long enough for the price of long ones has two, and so has one of which some were answered at once. Tokens are whole numbers as text, prices US
 * dollars per million of them, amounts exact; what is not known is null.
 */
export const StatementLine = z.object({
  run: z.string(),
  name: z.string(),
  connection: z.string(),
  /** The sandbox made it up; nobody paid it. */
  simulated: z.boolean(),
  model: z.string(),
  /** `long`: the requests with more than `overInputTokens`; `not kept`: which were long or usable was not written down yet. */
  requestsAre: z.enum(['all', 'short', 'long', 'not kept']),
  overInputTokens: z.int().nullable(),
  /** At the price of a batch, or at the real-time price, where nothing is saved: there every token that was billed counts as usable. */
  paidAt: z.enum(['batch', 'realtime']),
  /** The price the run was launched with: the day it is of, and where it comes from. */
  priceAsOf: z.iso.date().nullable(),
  priceSource: z.string().nullable(),
  batchInputUsd: Usd,
  batchCachedUsd: Usd,
  batchOutputUsd: Usd,
  realtimeInputUsd: Usd,
  realtimeCachedUsd: Usd,
  realtimeOutputUsd: Usd,
  /** Answers and failures the provider returned, those of duplicates with them. */
  requests: z.int(),
  /** Everything that was billed: also answers of no use, repeated attempts, and duplicates. */
  inputTokens: Tokens,
  cachedInputTokens: Tokens,
  outputTokens: Tokens,
  /** Those of answers that could be used. */
  usableInputTokens: Tokens.nullable(),
  usableCachedInputTokens: Tokens.nullable(),
  usableOutputTokens: Tokens.nullable(),
  batchUsd: Usd,
  nowUsd: Usd,
  realtimeUsd: Usd,
  savedUsd: Usd,
  /** Part of `batchUsd`, and of its tokens: batches the provider made a second time by itself. */
  duplicateInputTokens: Tokens,
  duplicateCachedInputTokens: Tokens,
  duplicateOutputTokens: Tokens,
  duplicateUsd: z.string(),
  /** Requests that are in no amount and in no tokens of use, because nobody knows what they cost. */
  unknownRequests: z.int(),
  /** Rows that were answered without being sent, and what sending them would have cost. */
  unsentRows: z.int(),
  unsentUsd: Usd,
  /** The numbers in the formula: put = in front, and a spreadsheet works it out. */
  paidTerms: z.string().nullable(),
  realtimeTerms: z.string().nullable(),
});
export type StatementLine = z.infer<typeof StatementLine>;

export const StatementTotal = z.object({
  runs: z.int(),
  batchUsd: Usd,
  nowUsd: z.string(),
  realtimeUsd: Usd,
  savedUsd: Usd,
  duplicateUsd: z.string(),
  unknownRequests: z.int(),
  unsentRows: z.int(),
  unsentUsd: Usd,
});
export type StatementTotal = z.infer<typeof StatementTotal>;

export const SavingsStatement = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.literal('UTC'),
  generatedAt: z.iso.datetime(),
  formula: z.literal(STATEMENT_FORMULA),
  data: z.array(StatementLine),
  /** A statement is always whole: there is no next page. */
  nextAfter: z.null(),
  /** The sum of all lines, what the sandbox made up apart from what was paid. */
  total: z.object({ paid: StatementTotal, simulated: StatementTotal }),
});
export type SavingsStatement = z.infer<typeof SavingsStatement>;
