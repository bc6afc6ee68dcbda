import { expect, test } from 'vitest';
import type { BatchStory } from '#lib/runs/schema.ts';
import { stepsOf, tookWords } from './batch-steps.ts';

const at = (seconds: number) => new Date(Date.parse('2026-11-20T12:00:00Z') + seconds * 1000).toISOString();

const fresh: BatchStory = {
  batchId: 'bat_1',
  plannedAt: at(0),
  uploadedAt: null,
  waitsSince: null,
  submittedAt: null,
  endedAt: null,
  finishedAt: null,
  expiresAt: null,
  retryAt: null,
  answeredAtProvider: 0,
};

const words = (status: Parameters<typeof stepsOf>[0]['status'], story: Partial<BatchStory>) =>
  stepsOf({ status }, { ...fresh, ...story }).map((step) => `${step.label}: ${step.state}`);

test('a batch under way shows what took how long, where it is, and what is ahead', () => {
  expect(words('planned', {})).toEqual([
    'Uploading rows: now',
    'Hand over: ahead',
    'Provider answers: ahead',
    'Read answers: ahead',
  ]);
  expect(words('submitted', { uploadedAt: at(2), submittedAt: at(3) })).toEqual([
    'Rows uploaded: done',
    'Taken by the provider: done',
    'At the provider: now',
    'Read answers: ahead',
  ]);
});

test('no step of a simulated batch speaks of a provider or of an upload', () => {
  const story = { ...fresh, uploadedAt: at(2), submittedAt: at(3) };
  const labels = [
    ...stepsOf({ status: 'planned' }, fresh, true),
    ...stepsOf({ status: 'submitted' }, story, true),
    ...stepsOf({ status: 'completed' }, { ...story, endedAt: at(4), finishedAt: at(5) }, true),
  ].map((step) => step.label);
  expect(labels).toContain('Taken by the sandbox');
  expect(labels).toContain('At the sandbox');
  expect(labels.filter((label) => /provider|upload/i.test(label))).toEqual([]);
});

test('a batch that is over shows only what it went through, with the times', () => {
  const story = { ...fresh, uploadedAt: at(2), submittedAt: at(3), endedAt: at(63), finishedAt: at(65) };
  const steps = stepsOf({ status: 'completed' }, story);
  expect(steps.map((step) => step.state === 'done' && step.tookMs / 1000)).toEqual([2, 1, 60, 2]);
  expect(words('canceled', { uploadedAt: at(2), finishedAt: at(9) })).toEqual(['Rows uploaded: done']);
});

test('waiting for capacity is a step of its own, from when it got in line', () => {
  const waiting = stepsOf({ status: 'waiting_for_capacity' }, { ...fresh, uploadedAt: at(2), waitsSince: at(4) });
  expect(waiting.find((step) => step.state === 'now')).toEqual({
    key: 'wait',
    label: 'Waiting for capacity',
    state: 'now',
    since: at(4),
  });
  const sent = stepsOf(
    { status: 'submitted' },
    { ...fresh, uploadedAt: at(2), waitsSince: at(4), submittedAt: at(604) },
  );
  expect(sent).toContainEqual({ key: 'wait', label: 'Waited for capacity', state: 'done', tookMs: 600_000 });
});

test('times that a new submission wrote over never count backwards', () => {
  const story = { ...fresh, plannedAt: at(10), uploadedAt: at(5), submittedAt: at(6) };
  expect(stepsOf({ status: 'submitted' }, story)[0]).toMatchObject({ state: 'done', tookMs: 0 });
});

test('a time is said in words', () => {
  expect(tookWords(999)).toBe('under a second');
  expect(tookWords(1000)).toBe('1 s');
});
