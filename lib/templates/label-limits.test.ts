import { expect, test } from 'vitest';
import { labelLimitProblem, MANY_LABELS, MAX_MANY_LABELS_CHARS } from './label-limits.ts';

function labels(count: number, chars: number): string[] {
  const each = Math.floor(chars / count);
  return Array.from({ length: count }, (_, index) => 'x'.repeat(each + (index < chars % count ? 1 : 0)));
}

test('many labels may have 15,000 characters together, few may have more', () => {
  expect(labelLimitProblem(labels(MANY_LABELS, MAX_MANY_LABELS_CHARS + 1))).toBeNull();
  expect(labelLimitProblem(labels(MANY_LABELS + 1, MAX_MANY_LABELS_CHARS))).toBeNull();
  expect(labelLimitProblem(labels(MANY_LABELS + 1, MAX_MANY_LABELS_CHARS + 1))).toContain('15,001 characters together');
});
