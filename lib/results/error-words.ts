import { CAUSE_WORDS } from '#lib/providers/cause-words.ts';
import { FAILURE_CAUSES } from '#lib/providers/failure-causes.ts';

/** Why a row has no answer, as a sentence: its own message, or else what its cause means. Null when nothing went wrong. */
export function errorWords(message: string | null, cause: string | null): string | null {
  if (message !== null) return message;
  const known = FAILURE_CAUSES.find((candidate) => candidate === cause);
  return known ? `${CAUSE_WORDS[known].title}.` : cause;
}
