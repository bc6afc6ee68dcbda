import type { Segment } from '#components/ui/segmented-bar.tsx';
import type { Tone } from '#components/ui/tone.ts';
import { countOf, floorPercent, formatCount } from '#lib/format.ts';
import { partyOf } from '#lib/runs/party.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';

const RUN_STATUS: Record<Run['status'], { tone: Tone; word: string }> = {
  draft: { tone: 'neutral', word: 'Draft' },
  queued: { tone: 'busy', word: 'Starting' },
  running: { tone: 'busy', word: 'Running' },
  paused: { tone: 'warn', word: 'Paused' },
  canceling: { tone: 'neutral', word: 'Canceling' },
  succeeded: { tone: 'good', word: 'Done' },
  completed_with_failures: { tone: 'warn', word: 'Done, some failed' },
  failed: { tone: 'bad', word: 'Failed' },
  canceled: { tone: 'neutral', word: 'Canceled' },
};

const BATCH_STATUS: Record<Run['batches'][number]['status'], { tone: Tone; word: string }> = {
  planned: { tone: 'neutral', word: 'Preparing' },
  uploaded: { tone: 'busy', word: 'Sent, not started' },
  submitting: { tone: 'busy', word: 'Being handed over' },
  unknown: { tone: 'warn', word: 'Checking that it arrived' },
  waiting_for_capacity: { tone: 'warn', word: 'Waiting for capacity' },
  submitted: { tone: 'busy', word: 'At the provider' },
  canceling: { tone: 'neutral', word: 'Canceling' },
  ingesting: { tone: 'busy', word: 'Reading answers' },
  answering: { tone: 'busy', word: 'Answering now' },
  completed: { tone: 'good', word: 'Done' },
  expired: { tone: 'warn', word: 'Ran out of time' },
  canceled: { tone: 'neutral', word: 'Canceled' },
  failed: { tone: 'bad', word: 'Not accepted' },
};

/** With the counts, a run that ended without any answer says so. */
export function runStatusWord(
  status: Run['status'],
  counts?: Pick<Run['counts'], 'succeeded'>,
): { tone: Tone; word: string } {
  if (status === 'completed_with_failures' && counts?.succeeded === 0)
    return { tone: 'warn', word: 'Done, none answered' };
  return RUN_STATUS[status];
}

/** What a draft waits for, where a lead was asked. */
export function draftWord(approval: Run['approval'] | undefined): { tone: Tone; word: string } | null {
  if (approval?.status === 'requested') return { tone: 'warn', word: 'Waiting for approval' };
  return approval?.status === 'declined' ? { tone: 'warn', word: 'Declined' } : null;
}

export function batchStatusWord(
  status: Run['batches'][number]['status'],
  simulated = false,
): { tone: Tone; word: string } {
  if (simulated && status === 'submitted') return { tone: 'busy', word: 'At the sandbox' };
  return BATCH_STATUS[status];
}

/**
 * `9,979 of 10,000 rows answered, 21 failed`: what is true of the rows, whatever the run is doing. `arriving` are those the
 * provider says it has answered.
 */
export function answeredSentence({ total, succeeded, failed, canceled, skipped }: Run['counts'], arriving = 0): string {
  const parts = [`${formatCount(succeeded + arriving)} of ${countOf(total, 'row')} answered`];
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  if (canceled > 0) parts.push(`${formatCount(canceled)} canceled`);
  if (skipped > 0) parts.push(`${formatCount(skipped)} skipped`);
  return parts.join(', ');
}

/** Of rows whose answers are there and come with those of their whole batch: `answered by the provider, not read yet`. */
export function arrivingWords(simulated: boolean): string {
  return `answered by the ${partyOf(simulated)}, not read yet`;
}

type Bar = { counts: Run['counts']; simulated?: boolean } & Partial<
  Pick<RunProgress, 'retrying' | 'answeredAtProvider'>
>;

/** Rows answered at the provider and not read yet. It counts by itself, and can be ahead of what is in flight here. */
export function arrivingOf({ counts, answeredAtProvider = 0 }: Bar): number {
  return Math.min(answeredAtProvider, counts.inFlight);
}

/** How much of a run is answered, in whole percent rounded down: 100 only when every row has its answer. */
export function answeredPercent(bar: Bar): number {
  return floorPercent(bar.counts.succeeded + arrivingOf(bar), bar.counts.total) ?? 0;
}

/** The segments of a run, in the order in which they stand everywhere. Together they are all rows. */
export function segmentsOf({ counts, retrying = 0, answeredAtProvider = 0, simulated = false }: Bar): Segment[] {
  const arriving = arrivingOf({ counts, answeredAtProvider });
  const again = Math.min(retrying, counts.waiting);
  return [
    { key: 'succeeded', label: 'answered', count: counts.succeeded, look: 'succeeded' },
    { key: 'arriving', label: arrivingWords(simulated), count: arriving, look: 'arriving' },
    { key: 'inFlight', label: 'in progress', count: counts.inFlight - arriving, look: 'progress' },
    { key: 'retrying', label: 'to be sent again', count: again, look: 'retrying' },
    { key: 'failed', label: 'failed', count: counts.failed, look: 'failed' },
    { key: 'waiting', label: 'waiting', count: counts.waiting - again, look: 'waiting' },
    { key: 'canceled', label: 'canceled', count: counts.canceled, look: 'waiting' },
    { key: 'skipped', label: 'skipped', count: counts.skipped, look: 'waiting' },
  ];
}

/** `10,003 rows in · 9,979 answered · 24 failed · 0 missing`: the proof that no row was lost. */
export function accountOf(bar: Bar): { text: string; missing: number } {
  const { total, succeeded, failed, canceled, skipped, inFlight, waiting } = bar.counts;
  const arriving = arrivingOf(bar);
  const missing = total - succeeded - failed - canceled - skipped - inFlight - waiting;
  const parts = [
    `${countOf(total, 'row')} in`,
    `${formatCount(succeeded)} answered`,
    ...(arriving > 0 ? [`${formatCount(arriving)} ${arrivingWords(bar.simulated ?? false)}`] : []),
    `${formatCount(failed)} failed`,
    ...(inFlight > arriving ? [`${formatCount(inFlight - arriving)} in progress`] : []),
    ...(waiting > 0 ? [`${formatCount(waiting)} waiting`] : []),
    ...(canceled > 0 ? [`${formatCount(canceled)} canceled`] : []),
    ...(skipped > 0 ? [`${formatCount(skipped)} skipped`] : []),
    `${formatCount(missing)} missing`,
  ];
  return { text: parts.join(' · '), missing };
}
