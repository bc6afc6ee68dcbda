import { cleanMessage, cleanText } from '#lib/providers/server/clean-text.ts';
import { countOf, listOf, recordOf, textOf } from '#lib/providers/server/json.ts';
import type { BatchProblem, BatchReport, BatchState, ReportedUsage } from '#lib/providers/server/provider.ts';

/** The largest number a counter of ours can hold; a provider that says more must not stop us from noting the rest. */
const MAX_COUNT = 2_147_483_647;
const LAST_YEAR = 9_999;

const STATE_BY_STATUS: Readonly<Record<string, BatchState>> = {
  cancelling: 'canceling',
  canceling: 'canceling',
  completed: 'completed',
  expired: 'expired',
  cancelled: 'canceled',
  canceled: 'canceled',
  failed: 'rejected',
};

/** A Batch object of the provider in our words, or null when it is not one: it has no id. */
export function toReport(value: unknown): BatchReport | null {
  const batch = recordOf(value);
  const batchId = textOf(batch?.id);
  if (!batch || batchId === null) return null;
  const providerStatus = textOf(batch.status) ?? 'unknown';
  const counts = recordOf(batch.request_counts);
  return {
    batchId,
    inputFileId: textOf(batch.input_file_id),
    submissionId: textOf(recordOf(batch.metadata)?.submission),
    // A batch without a birthday counts as newborn, so that a search back in time never stops early because of it.
    createdAt: timeOf(batch.created_at) ?? new Date(),
    expiresAt: timeOf(batch.expires_at),
    providerStatus: cleanMessage(providerStatus, 60),
    state: STATE_BY_STATUS[providerStatus.toLowerCase()] ?? 'working',
    model: textOf(batch.model) === null ? null : cleanText(String(batch.model)),
    completed: Math.min(countOf(counts?.completed) ?? 0, MAX_COUNT),
    failed: Math.min(countOf(counts?.failed) ?? 0, MAX_COUNT),
    outputFileId: textOf(batch.output_file_id),
    errorFileId: textOf(batch.error_file_id),
    usage: usageOf(batch.usage),
    problems: listOf(recordOf(batch.errors)?.data).flatMap((entry) => problemOf(entry) ?? []),
  };
}

/** Nothing but zeros is what a gateway fills in that does not count: no word, and not a batch without a token. */
function usageOf(value: unknown): ReportedUsage | null {
  const usage = recordOf(value);
  const [inputTokens, outputTokens] = [countOf(usage?.input_tokens), countOf(usage?.output_tokens)];
  if (inputTokens === null || outputTokens === null || inputTokens + outputTokens === 0) return null;
  const cachedInputTokens = countOf(recordOf(usage?.input_tokens_details)?.cached_tokens);
  return { inputTokens, cachedInputTokens, outputTokens };
}

function problemOf(value: unknown): BatchProblem | null {
  const entry = recordOf(value);
  if (!entry) return null;
  const code = textOf(entry.code) ?? 'unknown';
  const message = cleanMessage(textOf(entry.message) ?? `The provider gave only a code: ${code}.`);
  // Line 0 does not exist: a gateway that counts from nowhere means "no line".
  const line = countOf(entry.line) || null;
  return { line, code: cleanMessage(code, 100), message, kind: kindOf(line, `${code} ${message}`) };
}

/** A problem of a line is the line's, whatever words of the row the provider quotes. */
function kindOf(line: number | null, said: string): BatchProblem['kind'] {
  if (line !== null) return 'line';
  if (/token_limit_exceeded|enqueued[ _]tokens?/i.test(said)) return 'capacity';
  if (/cannot find file/i.test(said)) return 'file';
  if (/billing|quota|insufficient|api[_ ]key|unauthori[sz]ed|forbidden|permission|deactivated/i.test(said)) {
    return 'account';
  }
  return 'line';
}

/** Unix seconds, as the provider writes them; milliseconds and ISO texts are some gateways' reading of the same field. */
function timeOf(value: unknown): Date | null {
  if (typeof value === 'string' && value !== '') return validOrNull(new Date(value));
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return null;
  return validOrNull(new Date(value > 100_000_000_000 ? value : value * 1000));
}

function validOrNull(date: Date): Date | null {
  // Later years are written in a form the database does not read; they are microseconds taken for milliseconds.
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > LAST_YEAR ? null : date;
}
