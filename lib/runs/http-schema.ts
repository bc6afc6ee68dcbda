import { z } from 'zod';
import { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { FAILURE_CAUSES } from '#lib/providers/failure-causes.ts';
import { Cap, RunLabels } from './schema.ts';

const limit = z.coerce
  .number('is not a whole number from 1 to 200')
  .int('is not a whole number from 1 to 200')
  .min(1, 'is not a whole number from 1 to 200')
  .max(200, 'is not a whole number from 1 to 200')
  .default(50);

const MAX_ROW_INDEX = 2_147_483_647;

const rowIndex = z.coerce
  .number('is not the rowIndex of a row: a whole number from 0')
  .int('is not the rowIndex of a row: a whole number from 0')
  .min(0, 'is not the rowIndex of a row: a whole number from 0')
  .max(MAX_ROW_INDEX, 'is not the rowIndex of a row: a whole number from 0');

const Cause = z.enum(FAILURE_CAUSES, `is not one of ${FAILURE_CAUSES.join(', ')}`);

/** How runs are listed; `after` is the id of the last run of the page before. */
export const RunsQuery = z.object({
  after: z.string().optional(),
  /** Only runs with this label, in whatever case; empty: only runs without one. */
  label: z.string().max(200, 'is longer than a label may be').optional(),
  limit,
});
export type RunsQuery = z.infer<typeof RunsQuery>;

/** How a run's rows are listed; `after` is the last rowIndex of the page before. */
export const ItemsQuery = z.object({
  status: z.enum(ItemStatus, `is not one of ${Object.values(ItemStatus).join(', ')}`).optional(),
  cause: Cause.optional(),
  // `?after=` is the first page: read as a number it would be row 0, and leave that row out.
  after: z.preprocess((text) => (text === '' ? undefined : text), rowIndex.optional()),
  limit,
});
export type ItemsQuery = z.infer<typeof ItemsQuery>;

/** How a run's log is read: as pages, where `after` is the id of the last line of the page before, or as a whole file. */
export const EventsQuery = z.object({
  format: z.enum(['json', 'csv'], 'is not json or csv').default('json'),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'is not the id of a line of the log')
    .optional(),
  limit,
});
export type EventsQuery = z.infer<typeof EventsQuery>;

/** How an open run page reads the log: backwards, from before the line with the id `before`. */
export const LogPageQuery = z.object({ before: EventsQuery.shape.after, limit });

/** What may be changed about a run, also when it is over. */
export const RunChange = z.strictObject({ labels: RunLabels });

/** Which failed rows to retry: of some causes, of some rows, of both; all of them when nothing is said. */
export const RetryInput = z.strictObject({
  causes: z.array(Cause).min(1, 'Name at least one cause, or leave causes out to retry every failed row.').optional(),
  /** Row indexes, from 0. */
  rows: z
    .array(z.int('is not the rowIndex of a row: a whole number from 0').min(0).max(MAX_ROW_INDEX))
    .min(1, 'Name at least one row, or leave rows out to retry every failed row.')
    .max(10_000, 'At most 10,000 rows can be named at once. Name causes, or leave both out.')
    .optional(),
});
export type RetryInput = z.infer<typeof RetryInput>;

/** What somebody agrees to pay at most for finishing now; without it, whatever it may cost. */
export const FinishNowInput = z.strictObject({ mostUsd: Cap.optional() });
export type FinishNowInput = z.infer<typeof FinishNowInput>;

/** What finishing now comes to, before it is asked for. Amounts are exact decimal strings in USD; null where the price is unknown. */
export const FinishNowOffer = z.object({
  /** Rows without an answer, and how many requests they are: rows that ask the same go out once. */
  rows: z.int(),
  requests: z.int(),
  /** Requests that the provider has in batches now: those it has finished by then are kept, at the price of a batch. */
  atProvider: z.int(),
  mostUsd: z.string().nullable(),
  aboutUsd: z.string().nullable(),
});
