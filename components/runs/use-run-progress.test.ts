import { expect, test } from 'vitest';
import { RUN_MOVES } from '#lib/runs/state.ts';
import { pollMs } from './use-run-progress.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

test('a run that moves is asked about every second, one that rests more rarely', () => {
  expect(pollMs({ status: 'queued', startedAt: null }, NOW)).toBe(1000);
  expect(pollMs({ status: 'running', startedAt: ago(1) }, NOW)).toBe(1000);
  expect(pollMs({ status: 'running', startedAt: ago(11) }, NOW)).toBe(3000);
  expect(pollMs({ status: 'paused', startedAt: ago(1) }, NOW)).toBe(3000);
});

test('polling ends by itself in every status from which nothing moves by itself', () => {
  const stopped = Object.keys(RUN_MOVES).filter(
    (status) => pollMs({ status: status as keyof typeof RUN_MOVES, startedAt: ago(1) }, NOW) === false,
  );
  expect(stopped.sort()).toEqual(['canceled', 'completed_with_failures', 'draft', 'failed', 'succeeded']);
});
