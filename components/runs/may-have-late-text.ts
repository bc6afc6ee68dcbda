import type { RunDraft } from '#lib/runs/draft-form.ts';

/** Far fewer characters cannot be as many tokens as a provider keeps from one request to the next. */
const LEAST_CHARS = 800;

/**
 * Whether it is worth asking for text that stands too late: nearly all instructions are short, and are done with this. Where rows share
 * a request, what is fixed is said once and first.
 */
export function mayHaveLateText({ system, user, labels, descriptions, rowsPerRequest }: RunDraft): boolean {
  const isPacked = rowsPerRequest !== '' && rowsPerRequest !== '1';
  return !isPacked && system.length + user.length + labels.length + descriptions.length >= LEAST_CHARS;
}
