import { expect, test } from 'vitest';
import type { EstimateOutcome } from '#lib/runs/outcome-schema.ts';
import { errorWords, outcomeSentences } from './outcome-words.ts';

const outcome: EstimateOutcome = {
  ...{ estimatedRows: 10_000, billedRows: 10_000, expectedUsd: '0.364000', paidUsd: '0.365000', isInRange: true },
  input: { expectedTokens: 480.2, paidTokens: 480.2, differenceUsd: '0.000000' },
  output: { expectedTokens: 9, paidTokens: 9.11, differenceUsd: '0.000330' },
  cacheUsd: '0.000000',
};

test('the error reads as a person would say it', () => {
  expect(['0.0', '0.3', '-12.0'].map(errorWords)).toEqual(['as much', '0.3 % more', '12.0 % less']);
});

test('only what moved the cost is said, what moved it most first', () => {
  expect(outcomeSentences(outcome, null)).toEqual([]);
  const moved = {
    ...outcome,
    input: { expectedTokens: 480.2, paidTokens: 492, differenceUsd: '0.010000' },
    output: { expectedTokens: 150, paidTokens: 48.53, differenceUsd: '-0.200000' },
    cacheUsd: '0.050000',
  };
  expect(outcomeSentences(moved, '0.000000')).toEqual([
    'Answers were shorter than assumed: 48.53 tokens instead of 150 on average (−$0.20).',
    'Text that was the same in many rows came from the provider’s cache (−$0.050).',
    'The provider counted 492 tokens of text in a row, 480.2 tokens were counted here (+$0.010).',
  ]);
});

test('rows that were sent again or not at all are named, since both amounts are without them', () => {
  expect(outcomeSentences({ ...outcome, billedRows: 10_021 }, null)).toEqual([
    'Both amounts are for the 10,021 answers that took tokens: 21 more than rows, because rows were sent again.',
  ]);
  expect(outcomeSentences({ ...outcome, billedRows: 9_990 }, '0.010000')).toEqual([
    'Both amounts are for the 9,990 answers that took tokens, of 10,000 rows that were to be sent.',
    'What was answered at the real-time price is in neither amount.',
  ]);
});
