import type { FailureCause } from './failure-causes.ts';

/** For the person: what happened, and what to do. */
export const CAUSE_WORDS: Record<FailureCause, { title: string; remedy: string }> = {
  rate_limited: { title: 'The provider was too busy', remedy: 'Retry them; nothing has to change.' },
  provider_error: { title: 'The provider had an error', remedy: 'Retry them; nothing has to change.' },
  timed_out: { title: 'The model took too long', remedy: 'Retry them; nothing has to change.' },
  expired: { title: 'Not done within 24 hours', remedy: 'Retry them; rows already answered are kept.' },
  missing: { title: 'The provider returned no answer', remedy: 'Retry them; nothing has to change.' },
  answer_lost: {
    title: 'The answer was lost on the way',
    remedy: 'It may have been billed. Retry them to ask again, which is billed in any case.',
  },
  unreadable: { title: 'The answer could not be read', remedy: 'Retry them; nothing has to change.' },
  empty_answer: { title: 'The answer was empty', remedy: 'Retry them, or raise the answer length.' },
  left_out: {
    title: 'The model left the row out of its answer',
    remedy: 'Retry them: each is then asked on its own.',
  },
  answered_twice: {
    title: 'The model gave the row two answers',
    remedy: 'Retry them: each is then asked on its own.',
  },
  too_long: {
    title: 'Too long for the model',
    remedy: 'Shorten the instruction or pick a model with a larger context.',
  },
  cut_off: { title: 'The answer was cut off', remedy: 'Raise the answer length, then run these rows again.' },
  refused: { title: 'The model declined to answer', remedy: 'Reword the instruction, or leave these rows out.' },
  content_policy: {
    title: 'Blocked by the provider’s content policy',
    remedy: 'Reword the instruction, or leave these rows out.',
  },
  not_in_list: { title: 'The answer is not one of your labels', remedy: 'Retry them, or add the missing label.' },
  bad_format: { title: 'The answer did not have the asked form', remedy: 'Retry them, or simplify the answer.' },
  model_unavailable: { title: 'The model is not available', remedy: 'Pick another model and run again.' },
  invalid_request: {
    title: 'The provider refused the request',
    remedy: 'Read the message of a row; it says what to change.',
  },
  canceled: { title: 'Canceled before it was sent', remedy: 'Retry them to have them answered.' },
};
