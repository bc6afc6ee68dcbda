import type { FailureCause } from '#lib/providers/failure-causes.ts';

/**
 * A provider of batches behind our own words. Every driver passes the same conformance suite. All methods
 * throw `ProviderError` and nothing else on purpose; whatever else comes out is a bug.
 */
export type Provider = {
  /** Builds the input file's line for one row's request, without the line end. */
  requestLine(request: RowRequest): string;
  /**
   * Sends the input file as a stream of JSONL bytes, never holding it whole. `sizeBytes` is what the provider says it
   * holds, or null if it does not say. Repeating it costs nothing but an orphaned file.
   */
  uploadInput(name: string, content: AsyncIterable<Uint8Array>): Promise<{ fileId: string; sizeBytes: number | null }>;
  /**
   * The paid call: exactly one HTTP request, never repeated by the driver. A `ProviderError` whose `outcome` is
   * 'unknown' may have created the batch; 'refused' surely has not.
   */
  createBatch(submission: Submission): Promise<BatchReport>;
  getBatch(batchId: string): Promise<BatchReport>;
  /** Asks to stop. Answers the batch as it is now, also when it was over already. */
  cancelBatch(batchId: string): Promise<BatchReport>;
  /** Batches from the newest back, all pages; the caller stops reading. An id that shifts between pages may come twice. */
  listBatches(): AsyncIterable<BatchReport>;
  /** The bytes of a result file. Throws when the body stalls or its length differs from what the provider says it holds. */
  readFile(fileId: string): AsyncIterable<Uint8Array>;
  /** Input files from the newest back, with the names they were uploaded under. */
  listInputFiles(): AsyncIterable<{ fileId: string; name: string }>;
  /** Succeeds also when the file is gone already. */
  deleteFile(fileId: string): Promise<void>;
  /** Reads one line of an output or error file. Never throws: a line that cannot be read says so. */
  parseLine(line: string): AnswerLine;
  /**
   * The other paid call: one line of an input file, sent by itself and answered at once. Exactly one HTTP request, never
   * repeated by the driver. What the provider refuses about this very request is the row's answer; a `ProviderError` whose
   * `outcome` is 'unknown' may have been answered and billed, 'refused' surely was not.
   */
  answerNow(line: string, options: NowOptions): Promise<AnswerLine>;
};

/** How a request is sent by itself: `flex` is slower, may be refused for want of room, and costs what a batch does. */
export type NowTier = 'flex' | 'standard';

/** The call is given up after `withinMs`, or sooner, when `signal` says so; nobody can tell then whether it was answered. */
export type NowOptions = { tier: NowTier; withinMs: number; signal?: AbortSignal };

/** What one row asks. `key` is `[A-Za-z0-9_-]{1,64}`, unique in its batch, and comes back with the answer. */
export type RowRequest = { key: string; system?: string | undefined; user: string };

/** What is the same for every request of a run; a driver is opened with it. */
export type RequestShape = {
  model: string;
  /** The schema every answer must match, or null for free text. */
  jsonSchema: { name: string; schema: Readonly<Record<string, unknown>> } | null;
  temperature?: number | undefined;
  maxOutputTokens?: number | undefined;
  reasoningEffort?: string | undefined;
};

export type Submission = {
  submissionId: string;
  inputFileId: string;
  runId: string;
  batchId: string;
  /** The call is given up after so long, or sooner; nobody makes it again before. */
  withinMs: number;
};

export type BatchReport = {
  batchId: string;
  inputFileId: string | null;
  /** The `submissionId` found in the provider's metadata. */
  submissionId: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  /** The provider's own status word, for the event log. */
  providerStatus: string;
  state: BatchState;
  /** The resolved model, such as a dated snapshot. */
  model: string | null;
  /** The provider's own progress; never used for counts. */
  completed: number;
  failed: number;
  outputFileId: string | null;
  errorFileId: string | null;
  /** What the provider itself adds up to for the whole batch; null while it says nothing. Never booked: it checks what is. */
  usage: ReportedUsage | null;
  /** Why it was refused at validation. `line` is 1-based in the input file. */
  problems: readonly BatchProblem[];
};

/** `cachedInputTokens` is null where the provider does not tell them apart. */
export type ReportedUsage = { inputTokens: number; cachedInputTokens: number | null; outputTokens: number };

export type BatchProblem = {
  line: number | null;
  code: string;
  message: string;
  kind: 'line' | 'capacity' | 'file' | 'account';
};

/** `working` covers words we do not know: they are shown and watched on. */
export type BatchState = 'working' | 'canceling' | 'completed' | 'expired' | 'canceled' | 'rejected';

export type Usage = { inputTokens: number; cachedInputTokens: number; outputTokens: number };

/** One line of a result file. `key` is null where the line does not say whose answer it is. */
export type AnswerLine = {
  key: string | null;
  model: string | null;
  usage: Usage | null;
  /** Of a request that was sent by itself: what it says it was answered by, or null where it does not say. */
  tier?: NowTier | null;
  answer:
    | { kind: 'content'; content: string }
    | { kind: 'failure'; cause: FailureCause; message: string; content?: string };
};

/** `unavailable`: no usable answer, that is a time-out, a lost connection, a 5xx, or a body that is not the provider's. */
export const PROVIDER_TROUBLES = [
  'unavailable',
  'rate_limited',
  'capacity',
  'key_refused',
  'forbidden',
  'quota_exhausted',
  'model_unavailable',
  'file_too_large',
  'file_missing',
  'not_found',
  'invalid',
] as const;
export type ProviderTrouble = (typeof PROVIDER_TROUBLES)[number];

/** What went wrong at the provider. `message` may be shown; the cause goes to the log. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly trouble: ProviderTrouble;
  /** Whether the request surely had no effect, or may have had one. */
  readonly outcome: 'refused' | 'unknown';
  /** How long the provider asked to wait, already capped to an hour. */
  readonly retryAfterMs: number | null;

  constructor(
    trouble: ProviderTrouble,
    message: string,
    options: { outcome: 'refused' | 'unknown'; retryAfterMs?: number | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.trouble = trouble;
    this.outcome = options.outcome;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
