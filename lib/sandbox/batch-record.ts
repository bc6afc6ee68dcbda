import { z } from 'zod';
import { ENDPOINTS } from './answer.ts';
import type { AnswerIndex } from './answer-index.ts';
import { BATCH_FAULTS } from './faults.ts';
import type { LineTable } from './input-lines.ts';

/** What was asked for; written once when the batch is accepted, and once more when it is cancelled. */
export const BatchRecord = z.object({
  id: z.string(),
  sequence: z.number(),
  endpoint: z.enum(ENDPOINTS),
  inputFileId: z.string(),
  metadata: z.record(z.string(), z.string()).nullable(),
  outputExpiresSeconds: z.number(),
  createdAtMs: z.number(),
  /** `requestsDone` is what had been finished at that moment: it is returned, the rest is not. */
  cancel: z.object({ atMs: z.number(), requestsDone: z.number() }).nullable(),
  hasInput: z.boolean(),
  faults: z.array(z.enum(BATCH_FAULTS)),
});
export type BatchRecord = z.infer<typeof BatchRecord>;

export const LineError = z.object({
  code: z.string(),
  line: z.number().nullable(),
  message: z.string(),
  param: z.string().nullable(),
});
export type LineError = z.infer<typeof LineError>;

/** What validation found. */
export const BatchPlan = z.object({
  validatedAtMs: z.number(),
  errors: z.array(LineError),
  total: z.number(),
  model: z.string().nullable(),
  enqueuedTokens: z.number(),
});
export type BatchPlan = z.infer<typeof BatchPlan>;

const Status = z.enum([
  'validating',
  'failed',
  'in_progress',
  'finalizing',
  'completed',
  'expired',
  'cancelling',
  'cancelled',
]);

/** Where a batch stands at one moment. Times are milliseconds; null means it has not come to that. */
export const Moment = z.object({
  status: Status,
  inProgressAtMs: z.number().nullable(),
  finalizingAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  requestsDone: z.number(),
});
export type Moment = z.infer<typeof Moment>;

export const BatchUsage = z.object({ inputTokens: z.number(), outputTokens: z.number(), reasoningTokens: z.number() });
export type BatchUsage = z.infer<typeof BatchUsage>;

/** How a batch ended; from here on nothing about it changes. */
export const BatchOutcome = z.object({
  moment: Moment,
  completed: z.number(),
  failed: z.number(),
  usage: BatchUsage.nullable(),
  outputFileId: z.string().nullable(),
  errorFileId: z.string().nullable(),
});
export type BatchOutcome = z.infer<typeof BatchOutcome>;

/** A batch in memory: what is on disk, and the work in hand while it is not over. */
export type Batch = {
  record: BatchRecord;
  plan: BatchPlan | null;
  outcome: BatchOutcome | null;
  /** Answers made so far, in the order they complete. */
  index: AnswerIndex | null;
  answersAtMs: number | null;
  table: LineTable | null;
  work: Promise<void> | null;
  settling: Promise<void> | null;
};
