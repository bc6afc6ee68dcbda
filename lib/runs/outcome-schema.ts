import { z } from 'zod';

const Usd = z.string();

/** What a run was expected to cost beside what it cost, like with like: both for as many rows as were billed. */
export const EstimateOutcome = z.object({
  /** Rows the estimate was for, and answers that were billed: more where rows were sent again, fewer where rows were not answered. */
  estimatedRows: z.int(),
  billedRows: z.int(),
  expectedUsd: Usd,
  paidUsd: Usd,
  /** Whether what was paid lies between the low and the high end. */
  isInRange: z.boolean(),
  /** Tokens a row has on average, and what the difference cost; negative where it saved. */
  input: z.object({ expectedTokens: z.number(), paidTokens: z.number(), differenceUsd: Usd }),
  output: z.object({ expectedTokens: z.number(), paidTokens: z.number(), differenceUsd: Usd }).nullable(),
  /** What text read from the provider's cache saved. */
  cacheUsd: Usd,
});
export type EstimateOutcome = z.infer<typeof EstimateOutcome>;
