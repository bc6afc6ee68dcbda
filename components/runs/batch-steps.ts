import { formatDuration } from '#lib/format.ts';
import type { BatchStory, Run } from '#lib/runs/schema.ts';

type Batch = Pick<Run['batches'][number], 'status'> & Partial<Pick<Run['batches'][number], 'lane'>>;

/** One step of a batch: how long it took, or since when it goes on, or that it is still to come. */
export type BatchStep = { key: string; label: string } & (
  | { state: 'done'; tookMs: number }
  | { state: 'now'; since: string }
  | { state: 'ahead' }
);

type StepName = (typeof STEP_NAMES)[number];
type StepLabels = Record<StepName, Record<BatchStep['state'], string>>;

const STEP_NAMES = ['upload', 'wait', 'hand', 'answer', 'read', 'ask'] as const;

const LABELS: StepLabels = {
  upload: { done: 'Rows uploaded', now: 'Uploading rows', ahead: 'Upload rows' },
  wait: { done: 'Waited for capacity', now: 'Waiting for capacity', ahead: 'Wait for capacity' },
  hand: { done: 'Taken by the provider', now: 'Handing over', ahead: 'Hand over' },
  answer: { done: 'Answered by the provider', now: 'At the provider', ahead: 'Provider answers' },
  read: { done: 'Answers read', now: 'Reading answers', ahead: 'Read answers' },
  ask: { done: 'Asked one by one', now: 'Asking one by one', ahead: 'Ask one by one' },
};

/** Nothing goes anywhere: the sandbox is a part of Rowmill. */
const SANDBOX_LABELS: StepLabels = {
  ...LABELS,
  upload: { done: 'Rows prepared', now: 'Preparing rows', ahead: 'Prepare rows' },
  hand: { done: 'Taken by the sandbox', now: 'Handing over', ahead: 'Hand over' },
  answer: { done: 'Answered by the sandbox', now: 'At the sandbox', ahead: 'Sandbox answers' },
};

/**
 * The steps of a batch from first to last. A batch that ended early shows only what it went through; one under way shows
 * the step it is in and those ahead.
 */
export function stepsOf({ status, lane = 'batch' }: Batch, story: BatchStory, simulated = false): BatchStep[] {
  const labels = simulated ? SANDBOX_LABELS : LABELS;
  const { plannedAt, uploadedAt, waitsSince, submittedAt, endedAt, finishedAt } = story;
  if (lane !== 'batch') return asking(labels, plannedAt, endedAt ?? finishedAt);
  const isWaiting = status === 'waiting_for_capacity';
  const marks: { name: StepName; from: string | null; to: string | null }[] = [
    { name: 'upload', from: plannedAt, to: uploadedAt },
    ...(waitsSince === null ? [] : [{ name: 'wait' as const, from: waitsSince, to: isWaiting ? null : submittedAt }]),
    ...(waitsSince === null ? [{ name: 'hand' as const, from: uploadedAt, to: submittedAt }] : []),
    { name: 'answer', from: submittedAt, to: endedAt },
    { name: 'read', from: endedAt, to: finishedAt },
  ];
  const steps = marks.map(({ name, from, to }) => stepFrom(labels, name, from, to));
  const nowAt = finishedAt === null ? firstOpen(steps, isWaiting) : -1;
  return steps
    .map((step, index) => (step.state === 'now' && index !== nowAt ? aheadOf(labels, step.key) : step))
    .filter((step) => finishedAt === null || step.state === 'done');
}

/** Rows that are asked for one by one go in no file, so there is one step alone. */
function asking(labels: StepLabels, from: string, to: string | null): BatchStep[] {
  return [stepFrom(labels, 'ask', from, to)];
}

/** A step under way is the last that has begun; a batch that waits for capacity does nothing else. */
function firstOpen(steps: readonly BatchStep[], isWaiting: boolean): number {
  return isWaiting
    ? steps.findIndex((step) => step.key === 'wait')
    : steps.findLastIndex((step) => step.state === 'now');
}

function stepFrom(labels: StepLabels, name: StepName, from: string | null, to: string | null): BatchStep {
  if (from === null) return aheadOf(labels, name);
  if (to === null) return { key: name, label: labels[name].now, state: 'now', since: from };
  return { key: name, label: labels[name].done, state: 'done', tookMs: Math.max(0, Date.parse(to) - Date.parse(from)) };
}

function aheadOf(labels: StepLabels, key: string): BatchStep {
  const name = STEP_NAMES.find((candidate) => candidate === key) ?? 'upload';
  return { key: name, label: labels[name].ahead, state: 'ahead' };
}

/** `under a second`, `21 s`, `2 h 5 min`. */
export function tookWords(tookMs: number): string {
  return tookMs < 1000 ? 'under a second' : formatDuration(tookMs);
}
