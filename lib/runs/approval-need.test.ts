import { expect, test } from 'vitest';
import { PICO_PER_USD } from '#lib/money.ts';
import { approvalNeedOf, approvalSentence } from './approval-need.ts';

const FIVE = 5n * PICO_PER_USD;
const paid = (highPicoUsd: bigint | null) => ({ highPicoUsd, simulated: false });

test('the high end of the estimate is compared, to the last pico-dollar', () => {
  expect(approvalNeedOf(FIVE, paid(FIVE))).toBeNull();
  expect(approvalNeedOf(FIVE, paid(FIVE + 1n))).toEqual({ overUsd: '5.000000', why: 'above' });
});

test('an unknown price is never $0, and without a rule or with the sandbox nobody is asked', () => {
  expect(approvalNeedOf(FIVE, paid(null))).toEqual({ overUsd: '5.000000', why: 'unknown' });
  expect(approvalNeedOf(null, paid(null))).toBeNull();
  expect(approvalNeedOf(null, paid(FIVE * 1000n))).toBeNull();
  expect(approvalNeedOf(0n, { highPicoUsd: null, simulated: true })).toBeNull();
  expect(approvalNeedOf(0n, paid(0n))).toBeNull();
  expect(approvalNeedOf(0n, paid(1n))).toMatchObject({ why: 'above' });
});

test('the sentence says the rule', () => {
  expect(approvalSentence({ overUsd: '5.000000', why: 'above' })).toBe(
    'This run may cost over $5.00, so it needs a lead’s approval.',
  );
  expect(approvalSentence({ overUsd: '5.000000', why: 'unknown' })).toContain('is not known');
});
