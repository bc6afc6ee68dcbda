import type { BatchStatus, RunStatus } from '#lib/platform/db/generated/enums.ts';
import { isAtProvider } from './state.ts';

/** When a run is likely to end, as far as anybody can know. Null where the question makes no sense: over, paused, a draft. */
export type Ready = {
  /** How long it usually takes from now, in ms, rounded up to a time a person would say. Null when nothing tells. */
  usuallyMs: number | null;
  /**
   * What `usuallyMs` goes by: the pace of this run, or how long earlier batches took. `longer`: it has taken longer than they
   * did. `unknown`: there is nothing to go by.
   */
  basis: 'pace' | 'history' | 'longer' | 'unknown';
  /** When the provider's time for all that is away is over. Null while rows are not sent yet: their time has not begun. */
  latestAt: string | null;
};

export type ReadyInput = {
  status: RunStatus;
  /** Rows without an answer and without a final failure, those excepted that the provider reports done. */
  rowsLeft: number;
  /** Rows that are in no batch at the provider yet. */
  rowsUnsent: number;
  startedAt: string | null;
  /** Rows settled over time, oldest first. */
  samples: readonly { at: string; succeeded: number; failed: number }[];
  openBatches: readonly { status: BatchStatus; submittedAt: string | null; expiresAt: string | null }[];
  /** How long earlier batches on the same connection took from being sent to their last answer, in ms. */
  pastMs: readonly number[];
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The time a provider takes at most, where it names no moment itself. */
const WINDOW_MS = 24 * HOUR_MS;

/** Fewer earlier batches than this are no habit. */
const MIN_PAST = 3;

/** What is left may go slower than what was done, and answers still have to be fetched. */
const CAUTION = 1.5;

const ROUND_MS = [1, 2, 3, 5, 10, 15, 20, 30, 45]
  .map((minutes) => minutes * MINUTE_MS)
  .concat([1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48].map((hours) => hours * HOUR_MS));

export function estimateReady(input: ReadyInput, nowMs: number): Ready | null {
  if (input.status !== 'queued' && input.status !== 'running') return null;
  return { ...usuallyFrom(input, nowMs), latestAt: latestOf(input) };
}

/** Up to the next time a person would say: 1 min, 2 min, … 45 min, 1 h, 1.5 h, … two days. Null beyond. */
export function roundUpMs(ms: number): number | null {
  return ROUND_MS.find((candidate) => candidate >= ms) ?? null;
}

function usuallyFrom(input: ReadyInput, nowMs: number): Pick<Ready, 'usuallyMs' | 'basis'> {
  if (input.rowsLeft === 0) return { usuallyMs: MINUTE_MS, basis: 'pace' };
  const rate = rowsPerMs(input, nowMs);
  const byPace = rate === null ? null : roundUpMs((input.rowsLeft / rate) * CAUTION);
  if (byPace !== null) return { usuallyMs: byPace, basis: 'pace' };
  if (input.pastMs.length < MIN_PAST) return { usuallyMs: null, basis: 'unknown' };
  const leftMs = highOf(input.pastMs) - elapsedMs(input, nowMs);
  const byHistory = leftMs > 0 ? roundUpMs(leftMs) : null;
  return byHistory === null ? { usuallyMs: null, basis: 'longer' } : { usuallyMs: byHistory, basis: 'history' };
}

/**
 * Rows settled per ms since what is away was sent, silence until now included, so that a provider that stopped answering
 * is not taken for a fast one. Null when too little happened, or nothing for more than half of the time.
 */
function rowsPerMs({ samples, openBatches, startedAt }: ReadyInput, nowMs: number): number | null {
  const isInLine = openBatches.some((batch) => !isAtProvider(batch.status) && batch.status !== 'ingesting');
  const sent = openBatches.flatMap((batch) => (batch.submittedAt ? [Date.parse(batch.submittedAt)] : []));
  // With batches still in line, the pace is that of the whole run, its waits for capacity included.
  const fromMs = isInLine && startedAt ? Date.parse(startedAt) : Math.min(...sent);
  const during = samples.filter((sample) => Date.parse(sample.at) >= fromMs);
  const last = during.at(-1);
  if (!Number.isFinite(fromMs) || during.length < 3 || !last) return null;
  const before = samples.findLast((sample) => Date.parse(sample.at) < fromMs);
  const rows = settled(last) - (before ? settled(before) : 0);
  const spanMs = nowMs - fromMs;
  const silentMs = nowMs - Date.parse(last.at);
  if (rows <= 0 || spanMs <= 0 || (silentMs > MINUTE_MS && silentMs * 2 > spanMs)) return null;
  return rows / spanMs;
}

function settled({ succeeded, failed }: ReadyInput['samples'][number]): number {
  return succeeded + failed;
}

/** What four of five earlier batches stayed within. */
function highOf(pastMs: readonly number[]): number {
  const sorted = pastMs.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.8) - 1] ?? 0;
}

/** Since the youngest batch was sent; nothing when one is still to be sent, because its time begins then. */
function elapsedMs({ openBatches, rowsUnsent }: ReadyInput, nowMs: number): number {
  const sent = openBatches.map((batch) => (batch.submittedAt ? Date.parse(batch.submittedAt) : nowMs));
  return rowsUnsent > 0 || sent.length === 0 ? 0 : Math.max(0, nowMs - Math.max(...sent));
}

function latestOf({ openBatches, rowsUnsent }: ReadyInput): string | null {
  if (rowsUnsent > 0 || openBatches.length === 0) return null;
  const ends = openBatches.map(({ expiresAt, submittedAt }) => {
    if (expiresAt) return Date.parse(expiresAt);
    return submittedAt ? Date.parse(submittedAt) + WINDOW_MS : Number.NaN;
  });
  const latest = Math.max(...ends);
  return Number.isFinite(latest) ? new Date(latest).toISOString() : null;
}
