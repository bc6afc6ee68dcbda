import { z } from 'zod';

/** An exact decimal string in USD. */
const Usd = z.string();

/** What is shown before launching. Amounts as in `Run`; `exact` says whether every row was counted or a sample. */
export const Receipt = z.object({
  rows: z.int(),
  skippedRows: z.int(),
  /** The only column of the question, and in how many rows it is empty; null where that is not known or none. */
  emptyCells: z.object({ column: z.string(), rows: z.int() }).nullable(),
  /** Rows that ask the same as an earlier one: they are not sent, and get its answer. */
  sameRows: z.int(),
  /** About what sending them, too, would cost. */
  sameUsd: Usd.nullable(),
  /** Rows that were answered by the same request in an earlier run, and what that cost then; null where there are none. */
  reusable: z.object({ rows: z.int(), usd: Usd.nullable(), isReused: z.boolean() }).nullable(),
  /**
   * How many rows share a request, how many are recommended (null: none more than one), and about what either saves of
   * `aloneUsd`, the cost with a request for each row; null where it is not known.
   */
  packing: z.object({
    rowsPerRequest: z.int(),
    isPossible: z.boolean(),
    recommended: z.int().nullable(),
    recommendedSavedUsd: Usd.nullable(),
    savedUsd: Usd.nullable(),
    aloneUsd: Usd.nullable(),
    /** Input tokens of a request of one row, and of what several would share. */
    aloneTokens: z.int().nullable(),
    sharedTokens: z.int().nullable(),
  }),
  batches: z.int(),
  inputTokens: z.int(),
  /** Whether every request was counted: `inputTokens` is then no guess. */
  inputTokensExact: z.boolean(),
  /** How many requests were counted; the others are told by these. */
  countedRequests: z.int(),
  /** Whether that is the last word. If not, all of them (in a very large run, enough of them) are still to be counted. */
  isCounted: z.boolean(),
  outputAssumption: z.string(),
  priceAsOf: z.string().nullable(),
  lowUsd: Usd.nullable(),
  expectedUsd: Usd.nullable(),
  highUsd: Usd.nullable(),
  realtimeUsd: Usd.nullable(),
  savedUsd: Usd.nullable(),
  /** The cap, and the most that an average row may cost: what it holds under the cap until its answer is there. */
  cap: z.object({ capUsd: Usd, rowCeilingUsd: Usd }).nullable(),
});
export type Receipt = z.infer<typeof Receipt>;
