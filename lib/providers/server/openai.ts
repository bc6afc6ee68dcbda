import OpenAI, { toStreamingFile } from 'openai';
import type { Endpoint } from '#lib/providers/catalog.ts';
import { isRefusedHost } from '#lib/providers/server/address-rule.ts';
import { answerNow } from '#lib/providers/server/answer-now.ts';
import { readJson } from '#lib/providers/server/call.ts';
import { openFetch } from '#lib/providers/server/http.ts';
import { countOf, textOf } from '#lib/providers/server/json.ts';
import { listBatches } from '#lib/providers/server/list-batches.ts';
import { listInputFiles } from '#lib/providers/server/list-files.ts';
import { parseLine } from '#lib/providers/server/parse-line.ts';
import {
  type BatchReport,
  type Provider,
  ProviderError,
  type RequestShape,
  type Submission,
} from '#lib/providers/server/provider.ts';
import { toProviderError, unavailable } from '#lib/providers/server/provider-errors.ts';
import { readFile } from '#lib/providers/server/read-file.ts';
import { toReport } from '#lib/providers/server/report.ts';
import { requestLineFor } from '#lib/providers/server/request-line.ts';

export type OpenAiOptions = {
  apiKey: string;
  /** Null is OpenAI's own. */
  baseUrl: string | null;
  shape: RequestShape;
  endpoint: Endpoint;
  patience?: Partial<Patience>;
};

/** How long to wait, in ms; tests are less patient. */
type Patience = {
  /** For the whole answer to a create or a cancel. */
  createMs: number;
  /** For the headers of an answer to a read. */
  readMs: number;
  /** Between two pieces of a body. */
  stallMs: number;
  /** For a whole upload and the headers of its answer. */
  uploadMs: number;
};

const PATIENCE: Patience = { createMs: 60_000, readMs: 60_000, stallMs: 60_000, uploadMs: 1_800_000 };
const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/** The driver for OpenAI and everything that speaks its batch API. */
export function openOpenAi({ apiKey, baseUrl, shape, endpoint, patience }: OpenAiOptions): Provider {
  const { createMs, readMs, stallMs, uploadMs } = { ...PATIENCE, ...patience };
  const client = openClient(apiKey, baseUrl, { readMs, stallMs });

  async function getBatch(batchId: string): Promise<BatchReport> {
    const report = toReport(await readJson(client.batches.retrieve(batchId), apiKey));
    if (!report) throw unavailable('The provider’s answer is not a batch.');
    return report;
  }

  return {
    requestLine: requestLineFor(shape, endpoint),
    uploadInput: (name, content) => uploadInput(client, apiKey, uploadMs, { name, content }),
    createBatch: (submission) =>
      createBatch(client, apiKey, Math.min(createMs, submission.withinMs), { ...submission, endpoint }),
    getBatch,
    async cancelBatch(batchId) {
      try {
        const call = client.batches.cancel(batchId, { maxRetries: 0, signal: AbortSignal.timeout(createMs) });
        return toReport(await readJson(call, apiKey)) ?? (await getBatch(batchId));
      } catch (error) {
        // 409, or a gateway's 400: it was over already, and how it ended is the answer.
        if (error instanceof ProviderError && isOverAlready(error)) return getBatch(batchId);
        throw error;
      }
    },
    listBatches: () => listBatches(client, apiKey),
    listInputFiles: () => listInputFiles(client, apiKey),
    readFile: (fileId) => readFile(client, fileId, apiKey),
    async deleteFile(fileId) {
      try {
        const response = await client.files.delete(fileId).asResponse();
        await response.body?.cancel();
      } catch (error) {
        const problem = toProviderError(error, apiKey);
        if (problem.trouble !== 'not_found') throw problem;
      }
    },
    parseLine,
    answerNow: (line, options) => answerNow(client, apiKey, line, options),
  };
}

/** Every setting is given: the SDK would take missing ones from the environment and send them to any base URL. */
function openClient(apiKey: string, baseUrl: string | null, patience: { readMs: number; stallMs: number }): OpenAI {
  const baseURL = baseUrl ?? DEFAULT_BASE_URL;
  // Names are checked where they are resolved; an address written as numbers is never looked up.
  if (isRefusedHost(new URL(baseURL).hostname)) {
    throw new ProviderError('invalid', 'No provider lives at the address of this connection. Correct it.', {
      outcome: 'refused',
    });
  }
  return new OpenAI({
    apiKey,
    baseURL,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 2,
    timeout: patience.readMs,
    fetch: openFetch(patience.stallMs),
  });
}

type Upload = { name: string; content: AsyncIterable<Uint8Array> };

async function uploadInput(client: OpenAI, apiKey: string, timeout: number, { name, content }: Upload) {
  const broken: { error: unknown }[] = [];
  async function* watch() {
    try {
      yield* content;
    } catch (error) {
      broken.push({ error });
      throw error;
    }
  }
  const source = watch();
  const file = toStreamingFile(source, name.endsWith('.jsonl') ? name : `${name}.jsonl`);
  const call = client.files.create({ file, purpose: 'batch' }, { maxRetries: 0, timeout });
  try {
    const answer = await readJson(call, apiKey);
    const fileId = textOf(answer.id);
    if (fileId === null) throw unavailable('The provider took the file but did not say under which id.');
    return { fileId, sizeBytes: countOf(answer.bytes) || null };
  } catch (error) {
    // Our own content broke, not the provider: its error is the one that says what to mend.
    throw broken[0] ? broken[0].error : error;
  } finally {
    // An answer that comes before the end of the file leaves the source standing open, with its database cursor.
    source.return(undefined).catch(() => undefined);
  }
}

async function createBatch(
  client: OpenAI,
  apiKey: string,
  timeout: number,
  { inputFileId, endpoint, runId, batchId, submissionId }: Submission & { endpoint: Endpoint },
): Promise<BatchReport> {
  const call = client.batches.create(
    {
      input_file_id: inputFileId,
      endpoint,
      completion_window: '24h',
      metadata: { app: 'rowmill', run: runId, batch: batchId, submission: submissionId },
    },
    // The SDK repeats this call by itself otherwise, without an idempotency key, and each repetition is paid.
    { maxRetries: 0, timeout, signal: AbortSignal.timeout(timeout) },
  );
  const report = toReport(await readJson(call, apiKey));
  if (!report) throw unavailable('The provider’s answer to a new batch is not a batch.');
  if (report.inputFileId !== inputFileId) throw unavailable('The provider answered a new batch with somebody else’s.');
  return report;
}

function isOverAlready(error: ProviderError): boolean {
  const { cause } = error;
  return (
    cause instanceof OpenAI.APIError &&
    (cause.status === 409 || (cause.status === 400 && /cancel/i.test(cause.message)))
  );
}
