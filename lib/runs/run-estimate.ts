import { z } from 'zod';

/** What was estimated when a run was launched; kept with the run. Amounts are exact decimal strings in USD. */
export const RunEstimate = z.object({
  inputTokens: z.number(),
  exact: z.boolean(),
  assumption: z.string(),
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
