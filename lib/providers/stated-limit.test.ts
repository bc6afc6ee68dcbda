import { expect, test } from 'vitest';
import { statedLimit } from './stated-limit.ts';

test('the limit is read out of the sentences of providers', () => {
  const openAi =
    'Enqueued token limit reached for gpt-4o-mini in organization org-1. Limit: 2,000,000 enqueued tokens. Please try again once some in_progress batches have been completed.';
  const azure =
    "The number of enqueued tokens has surpassed the configured limit of 30K for the deployment 'x'. Please try again.";
  expect(statedLimit(openAi)).toBe(2_000_000);
  expect(statedLimit(azure)).toBe(30_000);
  expect(statedLimit('Limit: 1.5M enqueued tokens')).toBe(1_500_000);
  expect(statedLimit('limit: 90000')).toBe(90_000);
});

test('a sentence that names no limit, or an absurd one, teaches nothing', () => {
  for (const sentence of ['', 'Rate limit reached.', 'Limit: 0 enqueued tokens', `Limit: ${'9'.repeat(40)} tokens`])
    expect(statedLimit(sentence)).toBeNull();
});
