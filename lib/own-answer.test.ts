import { expect, test } from 'vitest';
import { ownAnswer } from './own-answer.ts';

type Answer = { rows: number[]; next: string | null };

test('an answer with all its fields is what it says it is', () => {
  expect(ownAnswer<Answer>({ rows: [1], next: null }, ['rows', 'next'])).toEqual({ rows: [1], next: null });
});

test.each([null, undefined, 'rows', 7, [], {}, { rows: [1] }])('%j is refused with a sentence', (value) => {
  expect(() => ownAnswer<Answer>(value, ['rows', 'next'])).toThrow('Reload the page.');
});
