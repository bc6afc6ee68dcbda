import { expect, test } from 'vitest';
import { requestKey, rowIndexOf } from './request-key.ts';

const SUBMISSION = 'sub_0123456789abcdefghijklmn';

test('a key leads back to its row', () => {
  for (const rowIndex of [0, 1, 9, 10, 49_999, 1_000_000, 2_147_483_647]) {
    expect(rowIndexOf(SUBMISSION, requestKey(SUBMISSION, rowIndex))).toBe(rowIndex);
  }
});

test('a key fits every provider', () => {
  expect(requestKey(SUBMISSION, 2_147_483_647)).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
});

test('a key of another submission, in other case or form, belongs to no row', () => {
  const strangers = [
    '',
    SUBMISSION,
    `${SUBMISSION}-`,
    `${SUBMISSION}-01`,
    `${SUBMISSION}-1 `,
    `${SUBMISSION}-1.0`,
    `${SUBMISSION}--1`,
    `${SUBMISSION}-١`,
    `${SUBMISSION.toUpperCase()}-1`,
    `${SUBMISSION}x-1`,
    'row-1',
  ];
  for (const key of strangers) expect(rowIndexOf(SUBMISSION, key)).toBeNull();
});
