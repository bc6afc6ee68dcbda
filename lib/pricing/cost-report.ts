import { z } from 'zod';
import { FIRST_DAY } from './first-day.ts';

/** What the costs of a period may be added up by. */
export const COST_GROUPS = ['day', 'model', 'member', 'run', 'template', 'label'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

const Day = z.iso
  .date('is not a day such as 2026-11-20')
  // What is no day at all is said to be none already.
  .refine((day) => day >= FIRST_DAY || !/^\d{4}-/.test(day), `is before ${FIRST_DAY}`);

const PERIOD_AND_FILTERS = {
  from: Day.optional(),
  to: Day.optional(),
  format: z.enum(['json', 'csv'], 'is not json or csv').default('json'),
  model: z.string().max(200, 'is longer than a name may be').optional(),
  member: z.string().max(200, 'is longer than an id may be').optional(),
  template: z.string().max(200, 'is longer than an id may be').optional(),
  label: z.string().max(200, 'is longer than a label may be').optional(),
  simulated: z
    .enum(['true', 'false'], 'is not true or false')
    .transform((text) => text === 'true')
    .optional(),
};

function isForward({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean {
  return from === undefined || to === undefined || from <= to;
}

const BACKWARD = { path: ['to'], message: 'is a day before from' };

/**
 * Which costs are asked for. Days are of UTC, both included: `to` is today when absent, `from` the first day of its month.
 * `model`, `member`, `template` and `label` leave only theirs, and empty those of nobody and of none; `simulated` only what was paid, or only what the sandbox made up.
 */
export const CostsQuery = z
  .object({
    by: z.enum(COST_GROUPS, `is not one of ${COST_GROUPS.join(', ')}`).default('day'),
    ...PERIOD_AND_FILTERS,
  })
  .refine(isForward, BACKWARD);
export type CostsQuery = z.infer<typeof CostsQuery>;

/** The same of the savings statement, which has a line for every run. */
export const SavingsQuery = z.object(PERIOD_AND_FILTERS).refine(isForward, BACKWARD);
export type SavingsQuery = z.infer<typeof SavingsQuery>;

const Usd = z.string().nullable();

/** Amounts are exact decimal strings in USD: null where none of it is known, and without the part that is not. */
export const CostFigures = z.object({
  /** Everything on the provider's bill at the price of a batch: also answers that were of no use, and duplicates. */
  batchUsd: Usd,
  /** Everything on its bill at the real-time price: rows that were asked for one by one. */
  nowUsd: z.string(),
  /** How much of `nowUsd` is for rows that were tried before a launch. */
  triedUsd: z.string(),
  /** What the usable answers would have cost at the real-time list price, with the same cached tokens. */
  realtimeUsd: Usd,
  /** `realtimeUsd - batchUsd - nowUsd`; negative when retries cost more than the discount gave. */
  savedUsd: Usd,
  /** How much of `batchUsd` is for batches that the provider made a second time by itself. */
  duplicateUsd: z.string(),
  inputTokens: z.int(),
  /** Part of `inputTokens`. */
  cachedInputTokens: z.int(),
  outputTokens: z.int(),
  /** Answers and failures the provider returned; a row that was sent twice counts twice. */
  requests: z.int(),
  /** Those without a usable answer. */
  failed: z.int(),
  /** Those whose cost is in no amount, because it is not known. */
  unknownRequests: z.int(),
  /** Rows that were answered without being sent, such as those that ask the same as another row. */
  unsentRows: z.int(),
  /** What sending them would have cost at the same price; it is in no other amount. */
  unsentUsd: Usd,
});
export type CostFigures = z.infer<typeof CostFigures>;

/** One line of the report. Of `day`, `model`, `member`, `run`, `template` and `label` it has the one that was asked for. */
export const CostRow = z.object({
  day: z.iso.date().optional(),
  model: z.string().optional(),
  /** The person's id; null for runs of API tokens, of the sample, and of people who are gone. */
  member: z.string().nullable().optional(),
  run: z.string().optional(),
  /** The template's id; null for runs that asked something of their own. */
  template: z.string().nullable().optional(),
  /** As it was spelled last; null for runs without one. A run with two labels is in both lines. */
  label: z.string().nullable().optional(),
  /** The same for a person's eyes: a name where there is one. */
  name: z.string(),
  /** The sandbox made these up; nobody paid them. */
  simulated: z.boolean(),
  ...CostFigures.shape,
});
export type CostRow = z.infer<typeof CostRow>;

/** How savings are computed, in words that go out with every export. */
export const SAVINGS_FORMULA =
  'savedUsd = realtimeUsd - batchUsd - nowUsd; realtimeUsd = usable answers at the real-time list price, same cached tokens; batchUsd = all that was billed at the price of a batch, with retries and duplicates; nowUsd = all that was billed at the real-time price';

export const CostReport = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.literal('UTC'),
  by: z.enum(COST_GROUPS),
  formula: z.literal(SAVINGS_FORMULA),
  data: z.array(CostRow),
  /** A report is always whole: there is no next page. */
  nextAfter: z.null(),
  /** Of everything, each run once: by label the lines may add up to more. */
  total: z.object({ paid: CostFigures, simulated: CostFigures }),
  /** Sent and not over yet: what these will cost is in no amount. */
  inProgress: z.object({ runs: z.int(), requests: z.int() }),
});
export type CostReport = z.infer<typeof CostReport>;
