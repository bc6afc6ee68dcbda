import { expect, test } from 'vitest';
import { detailOf } from './problem-detail.ts';

test('the sentence of a refusal is found, and nothing else is taken for one', () => {
  expect(detailOf({ detail: 'The file is empty.', status: 422 })).toBe('The file is empty.');
  for (const answer of [null, undefined, 'text', 7, [], {}, { detail: 3 }, { message: 'no' }])
    expect(detailOf(answer)).toBeNull();
});
