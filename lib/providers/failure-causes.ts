/** Why a row has no answer, in our words. Which of them mend themselves is decided here and nowhere else. */
export const FAILURE_CAUSES = [
  'rate_limited',
  'provider_error',
  'timed_out',
  'expired',
  'missing',
  'answer_lost',
  'unreadable',
  'empty_answer',
  'left_out',
  'answered_twice',
  'too_long',
  'cut_off',
  'refused',
  'content_policy',
  'not_in_list',
  'bad_format',
  'model_unavailable',
  'invalid_request',
  'canceled',
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

export function isFailureCause(text: string): text is FailureCause {
  return FAILURE_CAUSES.some((cause) => cause === text);
}

const TRANSIENT: readonly FailureCause[] = [
  'rate_limited',
  'provider_error',
  'timed_out',
  'expired',
  'missing',
  'unreadable',
  'empty_answer',
  'left_out',
  'answered_twice',
];

/** Whether the same request may well succeed when it is sent again as it is. */
export function isTransient(cause: FailureCause): boolean {
  return TRANSIENT.includes(cause);
}
