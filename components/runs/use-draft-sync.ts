import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { saveDraftAction } from '#lib/runs/actions.ts';
import type { SavedDraft } from '#lib/runs/draft-form.ts';
import {
  isDirty,
  isSameTry,
  met,
  type Pending,
  readPending,
  readSaved,
  restored,
  type Sync,
  saved,
  settled,
  syncOf,
  type Typed,
} from './draft-sync.ts';

/** Long enough that a word is one change, short enough that nobody waits for it. */
const PAUSE_MS = 500;
const AGAIN_MS = 3_000;
const loadForm = () => import('#lib/runs/draft-form.ts');
const UNREACHABLE = 'the server cannot be reached. Trying again.';

export type SaveState = { kind: 'saved' | 'saving' | 'failed'; sentence: string };

/** What became of a draft behind this tab's back. */
export type DraftFate = { kind: 'open' } | { kind: 'launched'; runId: string } | { kind: 'gone' };

/**
 * A draft in this tab: what is typed is saved on the server a moment later, survives a reload even before that, and is never
 * written over a newer version from elsewhere.
 */
export function useDraftSync(initial: SavedDraft) {
  const [sync, setSync] = useState(() => syncOf(initial));
  const sent = useRef<Typed | null>(null);
  const isRestored = useRestore(initial, sync, sent, setSync);
  const { fate, refresh } = useServerVersion(initial, sent, setSync);
  const save = useSave(initial.id, sent, { setSync, refresh });
  const { mutate, isPending } = save;
  const isRefused = save.data?.ok === false && save.variables !== undefined && isSameTry(sync, save.variables);
  const isWaiting = isRestored && fate.kind === 'open' && !sync.newer && !isPending && !isRefused && isDirty(sync);

  useEffect(() => {
    if (!isWaiting) return;
    const { base, typed } = sync;
    const timer = setTimeout(() => mutate({ version: base.version, typed }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isWaiting, sync, mutate]);
  useSaveOnLeave(isWaiting ? () => mutate({ version: sync.base.version, typed: sync.typed }) : null);

  const change = useCallback((part: (typed: Typed) => Typed) => {
    setSync((current) => ({ ...current, typed: part(current.typed) }));
  }, []);
  const settle = useCallback((choice: 'theirs' | 'ours') => setSync((current) => settled(current, choice)), []);
  const isSaved = isRestored && !isPending && !sync.newer && !isDirty(sync);
  return {
    typed: sync.typed,
    version: sync.base.version,
    newer: sync.newer,
    fate,
    isSaved,
    saveState: saveStateOf(save, sync, isSaved, isRefused),
    change,
    settle,
  };
}

type SetSync = (change: (sync: Sync) => Sync) => void;
type Sent = { current: Typed | null };

function useSave(draftId: string, sent: Sent, { setSync, refresh }: { setSync: SetSync; refresh: () => void }) {
  return useMutation({
    mutationFn: async ({ version, typed }: { version: number; typed: Typed }) => {
      const { RunDraft } = await loadForm();
      const tooLarge = RunDraft.safeParse(typed.form).error?.issues[0]?.message;
      if (tooLarge) return { ok: false as const, error: { code: 'invalid' as const, message: tooLarge, issues: [] } };
      sent.current = typed;
      const result = await saveDraftAction({ draftId, version, ...typed });
      // What ends by itself is tried again; everything else needs the person.
      if (!result.ok && ['internal', 'unavailable'].includes(result.error.code)) throw new Error(result.error.message);
      return result;
    },
    retry: true,
    retryDelay: AGAIN_MS,
    onSuccess: (result, { typed }) => {
      if (result.ok) setSync((sync) => saved(sync, result.data.version, typed));
      else refresh();
    },
  });
}

/** Asks the server when the page opens and whenever the tab is looked at again. */
function useServerVersion(initial: SavedDraft, sent: Sent, setSync: SetSync) {
  const { data, refetch, isFetchedAfterMount } = useQuery({
    queryKey: ['drafts', initial.id],
    queryFn: ({ signal }) => fetchDraft(initial, signal),
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
  });
  const isFirst = useRef(true);
  useEffect(() => {
    // What an earlier visit left in the store may be older than what the page came with.
    if (!isFetchedAfterMount || !data || data === 'gone') return;
    const meeting = { isFirst: isFirst.current, sent: sent.current };
    isFirst.current = false;
    setSync((sync) => met(sync, data, meeting));
  }, [data, isFetchedAfterMount, sent, setSync]);
  const launchedRunId = data === 'gone' ? null : (data ?? initial).launchedRunId;
  const fate: DraftFate =
    data === 'gone' ? { kind: 'gone' } : launchedRunId ? { kind: 'launched', runId: launchedRunId } : { kind: 'open' };
  const refresh = useCallback(() => void refetch(), [refetch]);
  return { fate, refresh };
}

async function fetchDraft({ id, form }: SavedDraft, signal: AbortSignal): Promise<SavedDraft | 'gone'> {
  const response = await fetch(`/api/drafts/${id}`, { signal });
  if (response.status === 404) return 'gone';
  if (!response.ok) throw new Error(`Could not load the draft (${response.status})`);
  const saved = readSaved(await response.json(), form);
  if (!saved) throw new Error('The draft came in a form that this page does not know');
  return saved;
}

/** Notes what is not saved yet in the tab itself, and finds it again after a reload. True once that was looked up. */
function useRestore({ id: draftId, form }: SavedDraft, sync: Sync, sent: Sent, setSync: SetSync): boolean {
  const [like] = useState(form);
  const [isRestored, setRestored] = useState(false);
  const key = `run-draft:${draftId}`;
  // The server cannot know what this tab remembers, so it is put in after the first paint.
  useEffect(() => {
    const pending = readPending(sessionStorage.getItem(key), like);
    setSync((server) => restored(server, pending));
    setRestored(true);
  }, [key, like, setSync]);
  useEffect(() => {
    if (!isRestored) return;
    if (!isDirty(sync)) return sessionStorage.removeItem(key);
    const pending: Pending = { version: sync.base.version, typed: sync.typed, sent: sent.current };
    sessionStorage.setItem(key, JSON.stringify(pending));
  }, [key, isRestored, sync, sent]);
  return isRestored;
}

/** A tab that is left, closed or put away saves at once. */
function useSaveOnLeave(save: (() => void) | null): void {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && latest.current?.();
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      latest.current?.();
    };
  }, []);
}

function saveStateOf(save: ReturnType<typeof useSave>, sync: Sync, isSaved: boolean, isRefused: boolean): SaveState {
  const failed = (why: string): SaveState => ({ kind: 'failed', sentence: `Not saved: ${why}` });
  if (sync.newer) return failed('it was changed elsewhere.');
  if (save.isPaused) return failed('there is no connection. It is saved when there is one again.');
  if (save.isPending && save.failureReason) return failed(reasonOf(save.failureReason));
  if (isRefused && save.data?.ok === false) return failed(save.data.error.message);
  return isSaved ? { kind: 'saved', sentence: 'Saved' } : { kind: 'saving', sentence: 'Saving…' };
}

/** A request that never arrived has no words of its own. */
function reasonOf(error: Error): string {
  return error.name === 'TypeError' || error.message.includes('fetch') ? UNREACHABLE : error.message;
}
