import { z } from 'zod';

/** What was estimated when a run was launched; kept with the run. Amounts are exact decimal strings in USD. */
export const RunEstimate = z.object({
  inputTokens: z.number(),
  /** Rows that ask the same as an earlier one: they are not sent, and in no amount here. */
  sameRows: z.number().default(0),
  /** Rows that get their answer from an earlier run: they are in no amount here either. */
  reusedRows: z.number().default(0),
  /** What putting several rows into one request would save; null where it is not known or not possible. */
  packing: z
    .object({
      recommended: z.number().nullable(),
      recommendedUsd: z.string().nullable(),
      /** What the run would cost with a request for each row. */
      aloneUsd: z.string().nullable(),
      /** Input tokens of a request of one row, and of what several would share. */
      aloneTokens: z.number(),
      sharedTokens: z.number(),
    })
    .nullable()
    .default(null),
  exact: z.boolean(),
  assumption: z.string(),
  /** Tokens that an answer was expected to have; absent from estimates made before it was held against what was paid. */
  answerTokens: z.number().optional(),
  /** Names the requests it is for, see kept-counts.ts; absent from estimates made before they were counted to the end. */
  countKey: z.string().optional(),
  /** How many of the requests were counted, and whether that is the last word: all of them, or in a very large run, enough. */
  countedRequests: z.number().optional(),
  isCounted: z.boolean().optional(),
  cost: z
    .object({
      lowUsd: z.string(),
      expectedUsd: z.string(),
      highUsd: z.string(),
      realtimeUsd: z.string(),
      savedUsd: z.string(),
    })
    .nullable(),
});
export type RunEstimate = z.infer<typeof RunEstimate>;
