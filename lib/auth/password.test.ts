import { expect, test } from 'vitest';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, passwordProblem } from './password.ts';

const UNRELATED = 'copper violin tuesday ';

test('the shortest allowed length is allowed, one less is not', () => {
  const shortest = UNRELATED.slice(0, MIN_PASSWORD_LENGTH);
  expect(passwordProblem(shortest)).toBeNull();
  expect(passwordProblem(shortest.slice(1))).toBe('Use at least 10 characters.');
});

test('the longest allowed length is allowed, one more is not', () => {
  const longest = UNRELATED.repeat(10).slice(0, MAX_PASSWORD_LENGTH);
  expect(passwordProblem(longest)).toBeNull();
  expect(passwordProblem(`${longest}x`)).toBe('Use at most 128 characters.');
});

test.each([
  'password123',
  'Password2026!',
  'P@ssw0rd2026',
  'qwertyuiop',
  'qwerty123456',
  '1234567890',
  '0987654321',
  'aaaaaaaaaaaa',
  'abababababab',
  'letmein12345',
  'changeme2026',
  'administrator1',
  'Rowmill2026',
])('%s is refused: guessers try it first', (password) => {
  expect(passwordProblem(password)).toMatch('among the first to be guessed');
});

test('the email address is not a password', () => {
  expect(passwordProblem('Ada@Example.org', 'ada@example.org')).toMatch('not your email');
});

test.each(['copper violin tuesday', 'g7#kPq2!zLw9', 'correct horse battery', 'passwords are long here'])(
  '%s is accepted',
  (password) => {
    expect(passwordProblem(password, 'ada@example.org')).toBeNull();
  },
);
