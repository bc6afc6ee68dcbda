import { z } from 'zod';
import { BatchStatus, ItemStatus, Lane, RunStatus } from '#lib/platform/db/generated/enums.ts';
import { Price } from '#lib/pricing/schema.ts';
import { runLabelsIssue } from '#lib/run-labels.ts';
import { Output, Parameters, Prompt } from '#lib/templates/schema.ts';
import { Approval } from './approval.ts';
import { capIssue } from './cap-issue.ts';
import { DEFAULT_ATTEMPTS, MAX_ATTEMPTS, MAX_REQUESTS_PER_BATCH, MAX_ROWS_PER_REQUEST } from './limits.ts';
import { EstimateOutcome } from './outcome-schema.ts';

const wholeNumber = (what: string, min: number, max: number) =>
  z
    .int(`${what} is a whole number.`)
    .min(min, `${what} is at least ${min}.`)
    .max(max, `${what} is at most ${max.toLocaleString('en-US')}.`);

/** A spending cap, in USD. */
export const Cap = z.string().superRefine((text, { addIssue }) => {
  const message = capIssue(text);
  if (message !== null) addIssue({ code: 'custom', message });
});

/** What a run is filed under. The case is kept; two that differ in nothing else are one label. */
export const RunLabels = z
  .array(z.string('is not a text').trim(), 'is not a list of labels')
  .superRefine((labels, { addIssue }) => {
    const issue = runLabelsIssue(labels);
    if (issue) addIssue({ code: 'custom', message: issue.message, ...(issue.at !== null && { path: [issue.at] }) });
  })
  .meta({ description: 'At most 10 labels of at most 40 characters.' });

/** A moment with its time zone. Whether it is still to come is looked at when the run is made or launched. */
const Deadline = z.iso.datetime({
  offset: true,
  message: 'A deadline is a moment with its time zone, such as 2026-11-20T17:00:00Z.',
});

/** The name of a new column: one line. */
const AnswerColumn = z
  .string()
  .trim()
  .min(1, 'Give the new column a name, or leave it out.')
  .max(100, 'The name of the new column may have at most 100 characters.')
  .regex(/^\P{Cc}*$/u, 'The name of the new column is one line of text.');

/** What a run is made of, as the HTTP API and the form send it. The dataset and connection are checked against the workspace later. */
export const RunInput = z.strictObject({
  datasetId: z.string('Say which dataset to use (datasetId).').min(1),
  name: z.string().trim().min(1, 'Give the run a name.').max(200, 'A name may have at most 200 characters.').optional(),
  model: z.string('Say which model to use.').trim().min(1, 'Say which model to use.').max(200),
  connection: z.string().min(1).optional(),
  prompt: Prompt,
  output: Output,
  parameters: Parameters.default({}),
  rows: z.strictObject({ limit: wholeNumber('The number of rows', 1, 100_000_000).optional() }).default({}),
  retry: z
    .strictObject({ maxAttempts: wholeNumber('The number of attempts', 1, MAX_ATTEMPTS).default(DEFAULT_ATTEMPTS) })
    .default({ maxAttempts: DEFAULT_ATTEMPTS }),
  batch: z
    .strictObject({
      maxRequests: wholeNumber('The number of requests in a batch', 1, MAX_REQUESTS_PER_BATCH).default(
        MAX_REQUESTS_PER_BATCH,
      ),
    })
    .default({ maxRequests: MAX_REQUESTS_PER_BATCH }),
  /** So many rows share one request; 1: each has its own. */
  rowsPerRequest: wholeNumber('The number of rows in a request', 1, MAX_ROWS_PER_REQUEST).default(1),
  /** Rows that ask the same are sent once. */
  dedupe: z.boolean().default(true),
  /** Rows whose very request was answered in an earlier run of the workspace get that answer instead of being sent. */
  reuse: z.boolean().default(false),
  /** Nothing is sent that could bring the cost of the run above it. */
  budgetUsd: Cap.optional(),
  /** Until when it has to be ready. Rows that are left some time before are asked for one by one, as far as the cap allows. */
  deadlineAt: Deadline.optional(),
  /** What the column of answers is called; a number is put behind it where the dataset has that name. */
  answerColumn: AnswerColumn.optional(),
  goldColumn: z.string().optional(),
  /** The column whose cells name the rows for people. */
  idColumn: z.string().optional(),
  /** Columns that no prompt of this run may have. */
  neverSend: z.array(z.string()).max(10_000, 'At most 10,000 columns can be named.').default([]),
  /** What it is filed under: costs are added up by it, and budgets may be for it. Never sent. */
  labels: RunLabels.default([]),
  /** The version of a template it was filled from; remembered while the run asks exactly that. */
  templateVersionId: z.string().min(1).optional(),
  launch: z.boolean().default(false),
});
export type RunInput = z.infer<typeof RunInput>;

/** Where a run comes from, for the people who look at it. */
export type RunOrigin = {
  connectionName: string;
  /** Rows of its dataset, or null when that is deleted. */
  datasetRows: number | null;
  template: { id: string; name: string; number: number } | null;
};

const Usd = z.string();

/** A run as the HTTP API shows it. Amounts are exact decimal strings in USD; null where the model's price is unknown. */
export const Run = z.object({
  id: z.string(),
  name: z.string(),
  datasetId: z.string(),
  model: z.string(),
  connection: z.string(),
  /** What it is filed under, in the order given. */
  labels: z.array(z.string()),
  status: z.enum(RunStatus),
  /** A sentence for a person: why it is paused or failed. */
  reason: z.string().nullable(),
  simulated: z.boolean(),
  /** Whether a lead was asked to launch it, and the answer; null where nobody asked. */
  approval: Approval.nullable(),
  /** The cap: nothing is sent that could bring its cost above this. Null without one. */
  budgetUsd: Usd.nullable(),
  counts: z.object({
    total: z.int(),
    waiting: z.int(),
    inFlight: z.int(),
    succeeded: z.int(),
    failed: z.int(),
    canceled: z.int(),
    skipped: z.int(),
  }),
  /** So many rows are asked together in one request at first; 1: each in its own. */
  rowsPerRequest: z.int(),
  /** Rows that ask the same as an earlier one: they are not sent, and share its answer. 0 until the rows are in batches. */
  sameRows: z.int(),
  /** Rows that were answered by the same request in an earlier run and have its answer. 0 until the rows are in batches. */
  reusedRows: z.int(),
  usage: z.object({ inputTokens: z.int(), cachedInputTokens: z.int(), outputTokens: z.int() }),
  cost: z.object({
    estimate: z.object({
      lowUsd: Usd.nullable(),
      expectedUsd: Usd.nullable(),
      highUsd: Usd.nullable(),
      /** What it would have been with a request for each row; null where each row has its own, and where it is not known. */
      aloneUsd: Usd.nullable(),
      /** How much more, or with a minus less, was paid than expected of as many rows as were billed: percent with one place. */
      errorPercent: z.string().nullable(),
      /** Both sides of that, once the run is over and something of it is known. */
      outcome: EstimateOutcome.nullable(),
    }),
    /** At the price of a batch, rows that went by flex included. */
    batchUsd: Usd.nullable(),
    /** At the real-time price: rows that were asked for one by one. */
    nowUsd: Usd.nullable(),
    realtimeUsd: Usd.nullable(),
    savedUsd: Usd.nullable(),
    /** What batches cost that the provider made a second time by itself. It is on its bill, and in no other amount here. */
    duplicateUsd: Usd.nullable(),
    /** Answers that were billed and are in no amount here: the provider did not say how many tokens they took. */
    unknownAnswers: z.int(),
    /** Rows that were answered without being sent, and what sending them would have cost at the same price. It is in no other amount. */
    unsentRows: z.int(),
    unsentUsd: Usd.nullable(),
  }),
  batches: z.array(
    z.object({
      id: z.string(),
      number: z.int(),
      attempt: z.int(),
      /** `batch` for rows that go out in a file; `flex` and `standard` for rows that are asked for one by one. */
      lane: z.enum(Lane),
      status: z.enum(BatchStatus),
      providerBatchId: z.string().nullable(),
      /** The provider's own word for how the batch stands, as it said it last. */
      providerStatus: z.string().nullable(),
      /** Requests it sends, and the rows that are asked in them: as many, unless rows share requests. */
      requestCount: z.int(),
      rowCount: z.int(),
      /** Rows. */
      succeeded: z.int(),
      failed: z.int(),
      reason: z.string().nullable(),
      /** When a batch that waits for capacity asks for it again; null when it only waits for others to be done. */
      nextTryAt: z.string().nullable(),
      submittedAt: z.string().nullable(),
      finishedAt: z.string().nullable(),
    }),
  ),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type Run = z.infer<typeof Run>;
/** A run as a list shows it. */
export type RunSummary = Omit<Run, 'batches'>;

/** One row of a run as the HTTP API and the results page show it. */
export const RunItem = z.object({
  rowIndex: z.int(),
  /** The row that was sent for it, because it asks the same; null for a row that is sent itself. */
  sameAs: z.int().nullable(),
  /** How many other rows were asked in the same request, which bears an even part of its tokens and cost each; 0 for one that had its own. */
  askedWith: z.int(),
  /** The run and the row it has its answer from, if that is an earlier run. */
  reusedFrom: z.object({ runId: z.string(), rowIndex: z.int() }).nullable(),
  status: z.enum(ItemStatus),
  attempts: z.int(),
  outputs: z.array(z.string()),
  cause: z.string().nullable(),
  error: z.string().nullable(),
  rawAnswer: z.string().nullable(),
  inputTokens: z.int(),
  cachedInputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: Usd.nullable(),
});
export type RunItem = z.infer<typeof RunItem>;

/** One line of a run's log, as the HTTP API shows it. */
export const RunEvent = z.object({
  id: z.string(),
  at: z.string(),
  /** Such as `sent`, `trouble` or `alarm`. */
  kind: z.string(),
  batchId: z.string().nullable(),
  message: z.string(),
});
export type RunEvent = z.infer<typeof RunEvent>;

/** The times of a batch, as far as it has come, and what only a screen wants to know. */
export const BatchStory = z.object({
  batchId: z.string(),
  plannedAt: z.string(),
  uploadedAt: z.string().nullable(),
  /** Since when it stands in line for capacity; kept until the provider has it. */
  waitsSince: z.string().nullable(),
  submittedAt: z.string().nullable(),
  /** When the provider was done with it. */
  endedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** When its rows that failed for a moment go out again; null when none wait for it. */
  retryAt: z.string().nullable(),
  /** Rows the provider reports done, answers not read yet. */
  answeredAtProvider: z.int(),
});
export type BatchStory = z.infer<typeof BatchStory>;

/** What the run page shows and polls for: the run, what went wrong, what happened, and rows answered over time. */
export const RunProgress = z.object({
  run: Run,
  /** The state in one sentence. */
  sentence: z.string(),
  /** Rows the provider reports done in batches whose answers are not read yet. */
  answeredAtProvider: z.int(),
  /** Waiting rows that were sent before and will be sent again by themselves. */
  retrying: z.int(),
  failures: z.array(
    z.object({
      cause: z.string(),
      title: z.string(),
      remedy: z.string(),
      count: z.int(),
      example: z.string().nullable(),
      /** Whether sending the same rows again as they are may well help. Otherwise a person has to change something. */
      passes: z.boolean(),
      /** The first few of its rows, by index from 0. */
      firstRows: z.array(z.int()),
      /** About what sending all of them again costs; null where the price is unknown. */
      retryUsd: Usd.nullable(),
    }),
  ),
  /** The newest lines of the log, oldest first. */
  events: z.array(z.object({ id: z.string(), at: z.string(), kind: z.string(), message: z.string() })),
  /** Whether the log has older lines than these. */
  hasOlderEvents: z.boolean(),
  samples: z.array(z.object({ at: z.string(), succeeded: z.int(), failed: z.int() })),
  /** What happened to each batch, in the order of `run.batches`. */
  stories: z.array(BatchStory),
  /** When it is likely to end; null when it does not move by itself. */
  ready: z
    .object({
      usuallyMs: z.number().nullable(),
      basis: z.enum(['pace', 'history', 'longer', 'unknown']),
      latestAt: z.string().nullable(),
    })
    .nullable(),
  /** False when no worker gave a sign of life lately: then nothing is sent or read. */
  isWorkerSeen: z.boolean(),
  /** The price the run was launched with, frozen; null when the model's price was not known. */
  price: Price.nullable(),
  /** How the next of its rows go out, and the deadline that may hurry them. */
  lane: z.enum(Lane),
  deadlineAt: z.string().nullable(),
  /** Why the deadline does not hurry it, as a sentence. */
  deadlineNote: z.string().nullable(),
  /** What is used of the cap, and what is left; null without one. */
  cap: z.object({ capUsd: Usd, spentUsd: Usd, onTheWayUsd: Usd, leftUsd: Usd }).nullable(),
});
export type RunProgress = z.infer<typeof RunProgress>;

/** Lines of the log from before those that are known. */
export const LogPage = z.object({ events: RunProgress.shape.events, hasOlder: z.boolean() });
