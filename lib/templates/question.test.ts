import { expect, test } from 'vitest';
import { isSameQuestion } from './question.ts';
import type { Question } from './schema.ts';

const ASKED: Question = {
  prompt: { system: 's', user: 'u' },
  output: { kind: 'label', labels: ['a', 'b'], descriptions: { a: '1', b: '2' } },
  parameters: { temperature: 0, maxOutputTokens: 9 },
};

test('the order of keys does not matter, everything else does', () => {
  const turned: Question = {
    parameters: { maxOutputTokens: 9, temperature: 0 },
    output: { descriptions: { b: '2', a: '1' }, labels: ['a', 'b'], kind: 'label' },
    prompt: { user: 'u', system: 's' },
  };
  expect(isSameQuestion(ASKED, turned)).toBe(true);
  expect(isSameQuestion(ASKED, { ...turned, prompt: { user: 'u' } })).toBe(false);
  expect(isSameQuestion(ASKED, { ...turned, output: { kind: 'label', labels: ['b', 'a'] } })).toBe(false);
  expect(isSameQuestion(ASKED, { ...turned, parameters: {} })).toBe(false);
});
