import OpenAI from 'openai';
import { readJson } from '#lib/providers/server/call.ts';
import { classifyFailure } from '#lib/providers/server/classify-failure.ts';
import { parseJson, recordOf, textOf } from '#lib/providers/server/json.ts';
import { answerLineOf } from '#lib/providers/server/parse-line.ts';
import { type AnswerLine, type NowOptions, type NowTier, ProviderError } from '#lib/providers/server/provider.ts';

type Json = Readonly<Record<string, unknown>>;

/** The connection broke before the request could leave: nothing of it reached anybody. */
const NEVER_SENT: readonly unknown[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** What the provider refuses about one request and not about all of them: then it is that row's answer. */
const OF_THIS_REQUEST: readonly ProviderError['trouble'][] = ['invalid', 'file_too_large'];

/**
 * Sends one line of an input file as a request of its own and reads the answer as that line's: the body is the batch's to the
 * letter, so it is the same question. One HTTP request, never repeated here: each is paid.
 */
export async function answerNow(
  client: OpenAI,
  apiKey: string,
  line: string,
  { tier, withinMs, signal }: NowOptions,
): Promise<AnswerLine> {
  const { key, path, body } = requestOf(line);
  const options = {
    body: tier === 'flex' ? { ...body, service_tier: 'flex' } : body,
    ...{ maxRetries: 0, timeout: withinMs },
    signal: AbortSignal.any([AbortSignal.timeout(withinMs), ...(signal ? [signal] : [])]),
  };
  try {
    const answer = await readJson(client.post(path, options), apiKey);
    const read = answerLineOf({ custom_id: key, response: { status_code: 200, body: answer } });
    return { ...read, tier: tierOf(answer.service_tier) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const refusal = refusalOf(error);
    if (!refusal) throw wasNeverSent(error) ? unsent(error) : error;
    if (tier === 'flex' && refusal.isOfTier) {
      throw new ProviderError('capacity', error.message, { outcome: 'refused', cause: error });
    }
    return { key, model: null, usage: null, answer: classifyFailure(refusal.status, refusal.error) };
  }
}

/** At which of the two prices it was answered. */
function tierOf(value: unknown): NowTier | null {
  const tier = textOf(value)?.toLowerCase();
  if (tier === 'flex') return 'flex';
  return tier === undefined ? null : 'standard';
}

function requestOf(line: string): { key: string; path: string; body: Json } {
  const request = recordOf(parseJson(line));
  const [key, url, body] = [textOf(request?.custom_id), textOf(request?.url), recordOf(request?.body)];
  if (key === null || url === null || !body) throw new Error('This is not a line of an input file.');
  // The base URL of a connection ends with the version.
  return { key, path: url.replace(/^\/v1(?=\/)/, ''), body };
}

/** What a clear refusal says of this very request, or null for trouble that has nothing to do with it. */
function refusalOf({ trouble, outcome, cause }: ProviderError) {
  if (outcome !== 'refused' || !OF_THIS_REQUEST.includes(trouble) || !(cause instanceof OpenAI.APIError)) return null;
  const body = recordOf(cause.error);
  const [code, type, message] = [textOf(body?.code), textOf(body?.type), textOf(body?.message)];
  return {
    status: cause.status ?? null,
    error: { ...(code && { code }), ...(type && { type }), ...(message && { message }) },
    isOfTier: textOf(body?.param) === 'service_tier' || /service.tier|\bflex\b/i.test(message ?? ''),
  };
}

function wasNeverSent(error: ProviderError): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && NEVER_SENT.includes(at.code)) return true;
  }
  return false;
}

function unsent(error: ProviderError): ProviderError {
  return new ProviderError('unavailable', 'The provider cannot be reached.', { outcome: 'refused', cause: error });
}
