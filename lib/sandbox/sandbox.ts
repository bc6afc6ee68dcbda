import { ApiError, serverError } from './api-error.ts';
import { isAllowed, keyError } from './authorize.ts';
import { BatchDesk } from './batch-desk.ts';
import { BatchStore } from './batch-store.ts';
import { type Context, Ids, type Limits } from './context.ts';
import { FaultDesk, type Faults } from './faults.ts';
import { FileStore } from './file-store.ts';
import { type LedgerEntry, type LiveEntry, readLedger } from './ledger.ts';
import { modelIndex, modelList } from './models.ts';
import { type Pace, WATCHABLE_PACE } from './pace.ts';
import { errorReply } from './replies.ts';
import { route } from './routes.ts';
import { openStorage } from './storage.ts';

export type SandboxOptions = {
  /** Where files and batches are kept; one process at a time. Everything survives the death of the process at any moment. */
  directory: string;
  apiKey: string;
  /** Path before `/files`, `/batches` …; default `/v1`. */
  basePath?: string;
  /** The clock, in milliseconds since 1970. */
  now?: () => number;
  pace?: Pace;
  /** Makes ids repeatable; without it they are random. */
  seed?: string;
  /** Part of a batch's requests that fail as if by chance, 0 to 1; default 0.03. */
  failureRate?: number;
  limits?: Partial<Limits>;
  /** Names of plain chat models to know besides the real ones. */
  models?: readonly string[];
  faults?: Faults;
};

export type Sandbox = {
  /** Answers one call. A response of type "error" (`Response.error()`) stands for a connection cut without an answer. */
  handle(request: Request): Promise<Response>;
  /** Resolves when all background work is done, so that a test may move its clock. */
  idle(): Promise<void>;
  /** Every batch ever accepted, oldest first, and what it was billed. */
  ledger(): Promise<LedgerEntry[]>;
  /** Every request that was answered at once since this process began, oldest first: they are on no batch. */
  liveLedger(): Promise<readonly LiveEntry[]>;
};

const LIMITS: Limits = {
  fileBytes: 200 * 1024 * 1024,
  batchRequests: 50_000,
  enqueuedTokens: () => Number.POSITIVE_INFINITY,
};

/** A provider that answers like OpenAI's files, batches and model endpoints, with answers made up from the row's words. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const basePath = (options.basePath ?? '/v1').replace(/\/+$/, '');
  let opened: Promise<Context> | undefined;
  const open = () => {
    opened ??= openContext(options);
    return opened;
  };
  return {
    async handle(request) {
      try {
        if (!isAllowed(request, options.apiKey)) throw keyError(request);
        return await route(await open(), request, basePath);
      } catch (error) {
        return errorReply(error instanceof ApiError ? error : causedBy(error));
      }
    },
    async idle() {
      const context = await open();
      await context.batches.idle();
    },
    async ledger() {
      return readLedger(await open());
    },
    async liveLedger() {
      return [...(await open()).live];
    },
  };
}

async function openContext(options: SandboxOptions): Promise<Context> {
  const now = options.now ?? Date.now;
  const storage = await openStorage(options.directory);
  const files = new FileStore(storage);
  await files.load(now());
  const batches = new BatchDesk(new BatchStore(storage));
  await batches.load();
  const context: Context = {
    storage,
    files,
    batches,
    models: modelIndex(modelList(options.models)),
    faults: new FaultDesk(options.faults ?? {}),
    pace: options.pace ?? WATCHABLE_PACE,
    limits: { ...LIMITS, ...options.limits },
    failureRate: options.failureRate ?? 0.03,
    ids: new Ids(options.seed, Math.max(files.lastSequence, batches.lastSequence)),
    live: [],
    now,
  };
  for (const batch of batches.list()) batches.work(context, batch);
  return context;
}

/** The answer stays the provider's; the cause is kept for whoever looks at the error in a debugger or a log. */
function causedBy(error: unknown): ApiError {
  const answer = serverError();
  answer.cause = error;
  return answer;
}
