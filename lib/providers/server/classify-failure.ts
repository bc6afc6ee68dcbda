import type { FailureCause } from '#lib/providers/failure-causes.ts';
import { cleanMessage } from '#lib/providers/server/clean-text.ts';

const CAUSE_BY_CODE: Readonly<Record<string, FailureCause>> = {
  batch_expired: 'expired',
  batch_cancelled: 'canceled',
  batch_canceled: 'canceled',
  request_timeout: 'timed_out',
  timeout: 'timed_out',
  context_length_exceeded: 'too_long',
  string_above_max_length: 'too_long',
  content_policy_violation: 'content_policy',
  content_filter: 'content_policy',
  moderation_blocked: 'content_policy',
  invalid_prompt: 'content_policy',
  model_not_found: 'model_unavailable',
  deploymentnotfound: 'model_unavailable',
  rate_limit_exceeded: 'rate_limited',
  insufficient_quota: 'rate_limited',
  server_error: 'provider_error',
};

/** Gateways keep the provider's sentence and lose its code. Only asked when neither code nor a 5xx decided. */
const CAUSE_BY_MESSAGE: readonly (readonly [RegExp, FailureCause])[] = [
  [/maximum context length|context window|reduce the length|too many tokens/i, 'too_long'],
  [/content management policy|content policy|content filter|usage polic|safety system/i, 'content_policy'],
  [/model\b.*(does not exist|not found|not supported|no longer available)/i, 'model_unavailable'],
];

/** Why one request failed. `status` is the HTTP status of its line, 0 or null where the request never got one. */
export function classifyFailure(
  status: number | null,
  error: { code?: string; type?: string; message?: string },
): { kind: 'failure'; cause: FailureCause; message: string } {
  const cause = CAUSE_BY_CODE[error.code?.toLowerCase() ?? ''] ?? causeOfStatus(status, error.message ?? '');
  return { kind: 'failure', cause, message: messageOf(status, error) };
}

function causeOfStatus(status: number | null, message: string): FailureCause {
  if (status === 408 || status === 504) return 'timed_out';
  if (status === 429) return 'rate_limited';
  if (status !== null && status >= 500) return 'provider_error';
  const said = CAUSE_BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  if (said) return said;
  if (status === 404) return 'model_unavailable';
  if (status !== null && status >= 400 && status !== 409) return 'invalid_request';
  return 'provider_error';
}

function messageOf(status: number | null, { code, type, message }: { code?: string; type?: string; message?: string }) {
  if (message) return cleanMessage(message);
  if (code ?? type) return `The provider gave only a code: ${cleanMessage(code ?? type ?? '')}.`;
  return status
    ? `The provider answered with status ${status} and no reason.`
    : 'The provider gave no answer and no reason.';
}
