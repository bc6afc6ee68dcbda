import type { RunDraft } from './draft-form.ts';

/**
 * The form after a change, with what follows from it: labels that are written anew are the person's own, and labels that
 * came with a gold column go when that column is no longer the gold answer.
 */
export function changeForm(form: RunDraft, change: Partial<RunDraft>): RunDraft {
  const next = { ...form, ...change };
  if (change.labelsBy !== undefined) return next;
  if (next.labels !== form.labels) return { ...next, labelsBy: 'person' };
  if (next.labelsBy === 'column' && next.goldColumn !== form.goldColumn)
    return { ...next, ...withoutGuess(form), goldColumn: next.goldColumn };
  return next;
}

/** Takes back what a task card guessed: the labels, and the gold column they were read from. What a person wrote stays. */
export function withoutGuess({ labelsBy }: Pick<RunDraft, 'labelsBy'>): Partial<RunDraft> {
  if (labelsBy === 'person') return {};
  return { labels: '', labelsBy: 'person', ...(labelsBy === 'column' && { goldColumn: '' }) };
}
