import { expect, test } from 'vitest';
import { PICO_PER_USD } from '#lib/money.ts';
import { ApprovalLimitInput } from './approval-limit.ts';

const read = (overUsd: string) => {
  const parsed = ApprovalLimitInput.safeParse({ overUsd });
  return parsed.success ? parsed.data.overUsd : parsed.error.issues[0]?.message;
};

test('an amount is read as people write it, and nothing is no rule', () => {
  expect(read(' $1,250.50 ')).toBe((125_050n * PICO_PER_USD) / 100n);
  expect(read('0')).toBe(0n);
  expect(read('  ')).toBeNull();
});

test('what is no amount is refused in words', () => {
  expect(read('a lot')).toBe('An amount in USD looks like "25.00".');
  expect(read('-1')).toBe('An amount in USD looks like "25.00".');
  expect(read('1000000.01')).toBe('The amount is at most $1,000,000.');
});
