import { useEffect, useState } from 'react';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { Roles } from '#lib/templates/column-roles.ts';
import type { SetDraft } from './run-draft.ts';

/**
 * The form's state. With a `storageKey` it survives a reload and the way back, in this tab; `forget` ends that.
 */
export function useDraft(initial: RunDraft, storageKey: string | null) {
  const [draft, setWhole] = useState(initial);
  const [isRestored, setRestored] = useState(storageKey === null);

  // The server cannot know what this tab remembers, so it is put in after the first paint.
  useEffect(() => {
    if (storageKey === null) return;
    const stored = sessionStorage.getItem(storageKey);
    if (stored) setWhole((current) => ({ ...current, ...textsOf(stored, current) }));
    setRestored(true);
  }, [storageKey]);

  useEffect(() => {
    if (storageKey !== null && isRestored) sessionStorage.setItem(storageKey, JSON.stringify(draft));
  }, [storageKey, isRestored, draft]);

  const setDraft: SetDraft = (change) => setWhole((current) => ({ ...current, ...change }));
  const forget = () => storageKey !== null && sessionStorage.removeItem(storageKey);
  return { draft, setDraft, forget };
}

/** Only fields the form still has: what an older version stored must not break this one. */
function textsOf(stored: string, known: RunDraft): Partial<RunDraft> {
  try {
    const values: unknown = JSON.parse(stored);
    if (typeof values !== 'object' || values === null) return {};
    const texts = Object.entries(values).filter(([name, value]) => name in known && typeof value === 'string');
    const roles = Roles.safeParse('roles' in values ? values.roles : {});
    return { ...Object.fromEntries(texts), ...(roles.success && { roles: roles.data }) };
  } catch {
    return {};
  }
}
