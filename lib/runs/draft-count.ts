import { z } from 'zod';

/**
 * How far the count of a draft's requests is. `none`: there is nothing to count, for the price is exact or not worked out. `done`:
 * the next price that is worked out has it.
 */
export const DraftCount = z.object({
  state: z.enum(['none', 'done', 'waiting', 'counting', 'failed']),
  counted: z.int(),
  total: z.int(),
});
export type DraftCount = z.infer<typeof DraftCount>;
