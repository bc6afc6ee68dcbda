import type { RunDraft, SavedDraft } from '#lib/runs/draft-form.ts';
import { DRAFT_STEPS } from '#lib/runs/draft-steps.ts';

/** What a person typed into a draft, in this tab. */
export type Typed = { form: RunDraft; datasetId: string | null };

/** A draft as this tab holds it: what it typed over which version, and a newer version it has not taken over. */
export type Sync = { base: { version: number; typed: Typed }; typed: Typed; newer: SavedDraft | null };

/** What a tab notes until it is saved: typed over `version`, with `sent` on its way to the server. */
export type Pending = { version: number; typed: Typed; sent: Typed | null };

/**
 * What a tab noted, or null where that cannot be read: nothing was, or another version of the product did. `like` is a
 * form of this version.
 */
export function readPending(stored: string | null, like: RunDraft): Pending | null {
  if (stored === null) return null;
  try {
    const { version, typed, sent }: Record<string, unknown> = JSON.parse(stored);
    if (!Number.isInteger(version) || !isTyped(typed, like) || !(sent === null || isTyped(sent, like))) return null;
    return { version: Number(version), typed, sent };
  } catch {
    return null;
  }
}

function isTyped(value: unknown, like: RunDraft): value is Typed {
  if (typeof value !== 'object' || value === null || !('form' in value) || !('datasetId' in value)) return false;
  const { form, datasetId } = value;
  if (datasetId !== null && typeof datasetId !== 'string') return false;
  return typeof form === 'object' && form !== null && isForm(form, like);
}

/** Every field is there, and of the kind it has to be. */
function isForm(form: object, like: RunDraft): boolean {
  const read = new Map<string, unknown>(Object.entries(form));
  const roles = read.get('roles');
  if (!DRAFT_STEPS.some((step) => step === read.get('reached'))) return false;
  if (!['text', 'label'].some((kind) => kind === read.get('answerKind'))) return false;
  if (typeof roles !== 'object' || roles === null) return false;
  if (!Object.values(roles).every((role) => role === 'id' || role === 'never')) return false;
  return Object.entries(like).every(([name, field]) => typeof read.get(name) === typeof field);
}

/** The draft that the server told of, or null where this version of the product cannot read it. */
export function readSaved(told: unknown, like: RunDraft): SavedDraft | null {
  return isSaved(told) && isTyped(told, like) ? told : null;
}

function isSaved(told: unknown): told is SavedDraft {
  if (typeof told !== 'object' || told === null) return false;
  const fields = new Map<string, unknown>(Object.entries(told));
  const runId = fields.get('launchedRunId');
  return (
    Number.isInteger(fields.get('version')) &&
    ['id', 'updatedAt'].every((name) => typeof fields.get(name) === 'string') &&
    (runId === null || typeof runId === 'string')
  );
}

export function syncOf(saved: SavedDraft): Sync {
  const typed = typedOf(saved);
  return { base: { version: saved.version, typed }, typed, newer: null };
}

export function isDirty({ base, typed }: Sync): boolean {
  return typed !== base.typed && !isSame(typed, base.typed);
}

/** The tab's draft after a reload: what it had not saved yet is put over what the server has. */
export function restored(server: Sync, pending: Pending | null): Sync {
  if (!pending) return server;
  const { version, typed, sent } = pending;
  const isOnTop = version === server.base.version || (sent !== null && isSame(sent, server.base.typed));
  if (isOnTop || isSame(typed, server.base.typed)) return { ...server, typed };
  return { base: { version, typed: server.base.typed }, typed, newer: savedOf(server) };
}

/** What to ask before taking over: nothing was shown yet, or what is on its way to the server. */
export type Meeting = { isFirst: boolean; sent: Typed | null };

/** The tab's draft after the server told what it has. What a person typed here is never replaced without asking. */
export function met(sync: Sync, server: SavedDraft, { isFirst, sent }: Meeting): Sync {
  if (server.version <= sync.base.version) return sync;
  const theirs = syncOf(server);
  if (isSame(theirs.typed, sync.typed)) return { ...theirs, typed: sync.typed };
  // Our own save, whose answer was lost or is slower than this one.
  if (sent !== null && isSame(sent, theirs.typed)) return { ...theirs, typed: sync.typed };
  if (!isDirty(sync) && (isFirst || isOnlyFurther(theirs.typed, sync.typed))) return theirs;
  return { ...sync, newer: server };
}

/** The tab's draft after a save was answered. */
export function saved(sync: Sync, version: number, sent: Typed): Sync {
  return version > sync.base.version ? { ...sync, base: { version, typed: sent } } : sync;
}

/**
 * Whether saving now would try the very same again. What was refused over an older version may well be taken over a newer
 * one: after a person chose to keep what is here, or when the newer one turned out to be our own.
 */
export function isSameTry(sync: Sync, earlier: { version: number; typed: Typed }): boolean {
  return earlier.version === sync.base.version && earlier.typed === sync.typed;
}

/** Takes the newer version over what is here, or keeps what is here and saves it over the newer one. */
export function settled(sync: Sync, choice: 'theirs' | 'ours'): Sync {
  if (!sync.newer) return sync;
  const theirs = syncOf(sync.newer);
  return choice === 'theirs' ? theirs : { ...theirs, typed: sync.typed };
}

function typedOf({ form, datasetId }: SavedDraft): Typed {
  return { form, datasetId };
}

function savedOf({ base }: Sync): SavedDraft {
  return { ...base.typed, id: '', version: base.version, updatedAt: '', launchedRunId: null };
}

function isOnlyFurther(theirs: Typed, ours: Typed): boolean {
  return isSame({ ...theirs, form: { ...theirs.form, reached: ours.form.reached } }, ours);
}

export function isSame(one: Typed, other: Typed): boolean {
  return canonical(one) === canonical(other);
}

/** The database keeps no order of names. */
function canonical(typed: Typed): string {
  return JSON.stringify(typed, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
