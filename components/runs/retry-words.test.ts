import { expect, test } from 'vitest';
import { retryWords } from './retry-words.ts';

test('a retry says what it costs, and that a simulated one costs nothing', () => {
  expect(retryWords(37, '0.020000', false)).toBe('37 rows · ≈ $0.020');
  expect(retryWords(1, null, false)).toBe('1 row · price unknown');
  expect(retryWords(37, '0.020000', true)).toBe('37 rows · free, simulated');
});
