import fs from 'node:fs';
import { expect, test } from 'vitest';
import {
  APPROVAL_MOVES,
  BATCH_MOVES,
  canMoveRun,
  isBatchOver,
  isRunOver,
  OPEN_BATCH_STATUSES,
  RUN_MOVES,
  sourcesOf,
} from './state.ts';

const document = fs.readFileSync('docs/states.md', 'utf8');

function drawn(heading: string): Set<string> {
  const section = document.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return new Set([...section.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} → ${to}`));
}

function listed(moves: Record<string, readonly string[]>): Set<string> {
  return new Set(Object.entries(moves).flatMap(([from, targets]) => targets.map((to) => `${from} → ${to}`)));
}

test('the drawn moves are the legal moves', () => {
  expect(drawn('Run')).toEqual(listed(RUN_MOVES));
  expect(drawn('Batch')).toEqual(listed(BATCH_MOVES));
  expect(drawn('Approval')).toEqual(listed(APPROVAL_MOVES));
});

test('every status is explained in the document', () => {
  for (const status of [...Object.keys(RUN_MOVES), ...Object.keys(BATCH_MOVES), ...Object.keys(APPROVAL_MOVES)])
    expect(document).toContain(`**${status}**`);
});

test('the sources of a move are where it may start', () => {
  expect(sourcesOf(RUN_MOVES, 'canceling')).toEqual(['queued', 'running', 'paused']);
  expect(sourcesOf(BATCH_MOVES, 'submitting')).toEqual(['uploaded']);
  expect(sourcesOf(RUN_MOVES, 'draft')).toEqual([]);
});

test('the paid call starts from one status alone, and what is over stays over for batches', () => {
  expect(sourcesOf(BATCH_MOVES, 'submitting')).toHaveLength(1);
  for (const status of ['completed', 'expired', 'canceled', 'failed'] as const) {
    expect(BATCH_MOVES[status]).toEqual([]);
    expect(isBatchOver(status)).toBe(true);
  }
  expect(OPEN_BATCH_STATUSES).not.toContain('completed');
});

test('a finished run with failures may run again, a succeeded one may not', () => {
  expect(canMoveRun('completed_with_failures', 'running')).toBe(true);
  expect(canMoveRun('succeeded', 'running')).toBe(false);
  expect(isRunOver('paused')).toBe(false);
});
