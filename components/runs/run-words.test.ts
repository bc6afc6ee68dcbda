import { expect, test } from 'vitest';
import { accountOf, answeredPercent, answeredSentence, segmentsOf } from './run-words.ts';

const NONE = { total: 0, waiting: 0, inFlight: 0, succeeded: 0, failed: 0, canceled: 0, skipped: 0 };

test('a failure is always named beside what was answered', () => {
  expect(answeredSentence({ ...NONE, total: 10_000, succeeded: 9979, failed: 21 })).toBe(
    '9,979 of 10,000 rows answered, 21 failed',
  );
  expect(answeredSentence({ ...NONE, total: 1, succeeded: 1 })).toBe('1 of 1 row answered');
});

test('the segments of the bar are all rows, each once', () => {
  for (let seed = 1; seed < 200; seed++) {
    const [succeeded, failed, inFlight, waiting, canceled, skipped] = [3, 5, 7, 11, 13, 17].map((p) => (seed * p) % 23);
    const counts = {
      succeeded: succeeded ?? 0,
      failed: failed ?? 0,
      inFlight: inFlight ?? 0,
      waiting: waiting ?? 0,
      canceled: canceled ?? 0,
      skipped: skipped ?? 0,
      total: 0,
    };
    counts.total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const segments = segmentsOf({ counts, retrying: (seed * 19) % 29, answeredAtProvider: (seed * 31) % 29 });
    expect(segments.reduce((sum, segment) => sum + segment.count, 0)).toBe(counts.total);
    expect(segments.every((segment) => segment.count >= 0)).toBe(true);
    expect(accountOf({ counts }).missing).toBe(0);
  }
});

test('a row that is nowhere is said to be missing', () => {
  expect(accountOf({ counts: { ...NONE, total: 10, succeeded: 9 } })).toEqual({
    text: '10 rows in · 9 answered · 0 failed · 1 missing',
    missing: 1,
  });
});

test('answers that the other side has and that are not read yet are told apart from both, by who has them', () => {
  const bar = { counts: { ...NONE, total: 301, inFlight: 301 }, answeredAtProvider: 148 };
  expect(accountOf({ ...bar, simulated: true }).text).toBe(
    '301 rows in · 0 answered · 148 answered by the sandbox, not read yet · 0 failed · 153 in progress · 0 missing',
  );
  expect(accountOf(bar).text).toContain('148 answered by the provider, not read yet');
  expect(segmentsOf({ ...bar, simulated: true }).find(({ key }) => key === 'arriving')).toMatchObject({
    label: 'answered by the sandbox, not read yet',
    count: 148,
  });
});

test('a hundred percent is every row answered, and never more', () => {
  const counts = { ...NONE, total: 1000, inFlight: 1000 };
  expect(answeredPercent({ counts, answeredAtProvider: 999 })).toBe(99);
  expect(answeredPercent({ counts, answeredAtProvider: 5000 })).toBe(100);
  expect(answeredPercent({ counts: { ...NONE, total: 3, succeeded: 2, failed: 1 } })).toBe(66);
  expect(answeredPercent({ counts: NONE })).toBe(0);
});
