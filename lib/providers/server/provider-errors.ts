import type OpenAI from 'openai';
import { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { cleanMessage } from '#lib/providers/server/clean-text.ts';
import { recordOf, textOf } from '#lib/providers/server/json.ts';
import { ProviderError, type ProviderTrouble } from '#lib/providers/server/provider.ts';

const MAX_WAIT_MS = 3_600_000;

/** 4xx that may come after the work was done all the same. */
const DOUBTFUL_STATUS: readonly number[] = [408, 409];
/** Redirects that ask to send the same again elsewhere; the others (302, 303) may be how a finished POST is answered. */
const UNSERVED_REDIRECT: readonly number[] = [301, 307, 308];

/** Turns whatever a call threw into a `ProviderError`. `apiKey` is cut out of what is shown: some gateways repeat it. */
export function toProviderError(error: unknown, apiKey: string): ProviderError {
  if (error instanceof ProviderError) return error;
  if (!(error instanceof APIError) || error.status === undefined) return noAnswer(error);
  const said = saidBy(error, apiKey);
  const trouble = troubleOf(error.status, said);
  return new ProviderError(trouble, sentenceOf(trouble, error.status, said.message), {
    outcome: isRefusal(error.status) ? 'refused' : 'unknown',
    retryAfterMs: error.headers ? retryAfterMs(error.headers) : null,
    cause: error,
  });
}

/** Whether a status says that the request surely had no effect. */
function isRefusal(status: number): boolean {
  if (status < 400) return UNSERVED_REDIRECT.includes(status);
  return status < 500 && !DOUBTFUL_STATUS.includes(status);
}

/** For a 2xx that is not what was asked for, and for answers that never came. The request may have had its effect. */
export function unavailable(message: string, cause?: unknown): ProviderError {
  return new ProviderError('unavailable', message, { outcome: 'unknown', cause });
}

function noAnswer(error: unknown): ProviderError {
  const isTimeout =
    error instanceof APIConnectionTimeoutError ||
    error instanceof APIUserAbortError ||
    (error instanceof Error && /abort|timeout/i.test(error.name));
  if (isTimeout) return unavailable('The provider did not answer in time.', error);
  const unasked = error instanceof Error ? unaskedEncoding(error) : null;
  return unavailable(unasked ?? 'The connection to the provider failed before its answer was complete.', error);
}

function unaskedEncoding(error: Error): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.message.includes('which was not asked for')) return `The provider’s answer cannot be read. ${at.message}`;
  }
  return null;
}

type Said = { code: string; message: string };

function saidBy(error: InstanceType<typeof OpenAI.APIError>, apiKey: string): Said {
  const body = recordOf(error.error);
  const message = textOf(body?.message) ?? textOf(body?.detail) ?? textOf(error.error) ?? '';
  const shown = apiKey.length >= 8 ? message.replaceAll(apiKey, '…') : message;
  return { code: `${textOf(body?.code) ?? ''} ${textOf(body?.type) ?? ''}`, message: cleanMessage(shown, 500) };
}

function troubleOf(status: number, { code, message }: Said): ProviderTrouble {
  const said = `${code} ${message}`;
  if (!isRefusal(status)) return 'unavailable';
  if (/token_limit_exceeded|resource_unavailable|enqueued[ _]tokens?|token[ _]limit/i.test(said)) return 'capacity';
  if (status === 402 || /insufficient_quota|billing|exceeded your current quota|quota_?exceeded/i.test(said)) {
    return 'quota_exhausted';
  }
  if (status === 429) return 'rate_limited';
  if (status === 401) return 'key_refused';
  if (isModelGone(status, said)) return 'model_unavailable';
  if (status === 403) return 'forbidden';
  if (status === 413 || /file is too large|too large/i.test(message)) return 'file_too_large';
  if (/cannot find file/i.test(message)) return 'file_missing';
  return status === 404 ? 'not_found' : 'invalid';
}

function isModelGone(status: number, said: string): boolean {
  if (/model_not_found|DeploymentNotFound/i.test(said)) return true;
  return status === 404 && /\bmodel\b/i.test(said);
}

const SENTENCES: Record<ProviderTrouble, string> = {
  unavailable: 'The provider had an error.',
  rate_limited: 'The provider asks to slow down.',
  capacity: 'The provider has no room for more work of this account right now.',
  key_refused: 'The provider does not accept the key of this connection. Enter a new key.',
  forbidden: 'The provider does not let this key do that. Check what the key and its project may do.',
  quota_exhausted: 'The provider account has no credit left. Add credit or raise its limit there.',
  model_unavailable: 'The provider does not offer this model to this account. Pick another model.',
  file_too_large: 'The provider finds the file too large.',
  file_missing: 'The provider cannot find the file that was just sent.',
  not_found: 'The provider has nothing under this id.',
  invalid: 'The provider refused the request.',
};

function sentenceOf(trouble: ProviderTrouble, status: number, message: string): string {
  if (status >= 300 && status < 400) {
    return 'The provider’s address sends elsewhere (a redirect). Enter the address it leads to.';
  }
  // The provider's own sentence about a refused key quotes part of the key.
  if (message === '' || trouble === 'key_refused') return `${SENTENCES[trouble]} (Status ${status}.)`;
  return `${SENTENCES[trouble]} It says: ${message}`;
}

/** How long the answer asks to wait, in ms, at most an hour: `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function retryAfterMs(headers: Headers, now = Date.now()): number | null {
  const ms = numberOrNull(headers.get('retry-after-ms'));
  if (ms !== null) return capped(ms);
  const text = headers.get('retry-after');
  const seconds = numberOrNull(text);
  if (seconds !== null) return capped(seconds * 1000);
  const date = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : capped(date - now);
}

function numberOrNull(text: string | null): number | null {
  if (text === null || !/^\s*-?\d+(\.\d+)?\s*$/.test(text)) return null;
  return Number(text);
}

function capped(ms: number): number {
  return Math.round(Math.min(Math.max(ms, 0), MAX_WAIT_MS));
}
