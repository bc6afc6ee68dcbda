import { countOf, floorPercent, formatCount } from '#lib/format.ts';
import { nextTryWords } from './capacity-words.ts';
import { partyOf } from './party.ts';
import type { Run } from './schema.ts';

/** A run's state in one sentence. `answered` is what the provider reports done in batches whose answers are not read yet. */
export function runSentence(
  run: Run,
  progress: { answeredAtProvider: number; retrying: number },
  now = Date.now(),
): string {
  const { total, succeeded, failed, canceled } = run.counts;
  const answered = `${formatCount(succeeded)} of ${formatCount(total)} rows answered`;
  switch (run.status) {
    case 'draft':
      return `Not launched yet: ${countOf(total, 'row')} ready.`;
    case 'queued':
      return 'Starting: putting the rows into batches.';
    case 'paused':
      return `Paused with ${answered}. ${run.reason ?? ''}`.trim();
    case 'canceling':
      return `Stopping: waiting for the ${partyOf(run.simulated)} to hand over what is done.`;
    case 'canceled':
      return `Canceled with ${answered} and kept.`;
    case 'failed':
      return run.reason ?? 'This run failed.';
    case 'succeeded':
      return `Done: all ${countOf(total, 'row')} answered.`;
    case 'completed_with_failures':
      return `Done: ${answered}, ${formatCount(failed + canceled)} failed and can be retried.`;
    case 'running':
      return runningSentence(run, progress, now);
  }
}

function runningSentence(
  run: Run,
  { answeredAtProvider, retrying }: { answeredAtProvider: number; retrying: number },
  now: number,
): string {
  const { total, succeeded, failed } = run.counts;
  const done = Math.min(total, succeeded + failed + answeredAtProvider);
  const parts = [
    `Running: ${formatCount(done)} of ${formatCount(total)} rows done (${floorPercent(done, total) ?? 0} %)`,
  ];
  if (retrying > 0) parts.push(`${formatCount(retrying)} being retried`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  const waiting = run.batches.filter((batch) => batch.status === 'waiting_for_capacity');
  if (waiting.length > 0) parts.push(`waiting for capacity at the ${partyOf(run.simulated)}${nextTryOf(waiting, now)}`);
  return [`${parts.join(', ')}.`, ...stepOf(run)].join(' ');
}

const SENDING = ['planned', 'uploaded', 'submitting', 'unknown'] as const satisfies readonly Status[];
type Status = Run['batches'][number]['status'];

/** What is being done now; nothing where the batches that wait for capacity say it all. */
function stepOf({ batches, counts, simulated }: Run): string[] {
  const has = (...statuses: readonly Status[]) => batches.some((batch) => statuses.includes(batch.status));
  if (has('answering')) return ['Rows are being asked for one by one.'];
  if (has('canceling')) return [`The ${partyOf(simulated)} is asked to stop; the rest is then asked for one by one.`];
  if (has('ingesting')) return ['The answers are being read.'];
  if (has('submitted')) return [`The ${partyOf(simulated)} is working on it.`];
  if (has(...SENDING)) return ['The rows are being sent.'];
  if (has('waiting_for_capacity')) return [];
  if (batches.length === 0) return ['The rows are being put into batches.'];
  return counts.waiting > 0 ? ['The next batch is sent after a pause.'] : [];
}

/** The soonest try that has a time. Without one, the batches go out when others are done. */
function nextTryOf(batches: Run['batches'], now: number): string {
  const [soonest] = batches.flatMap((batch) => batch.nextTryAt ?? []).toSorted();
  return soonest === undefined ? '' : `; ${nextTryWords(soonest, now)}`;
}
