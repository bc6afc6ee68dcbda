import { expect, test } from 'vitest';
import { cutRuns, loadTokenCounter } from './tokens.ts';

const counter = await loadTokenCounter();

test('known texts have their known number of tokens', () => {
  expect(counter.countTokens('')).toBe(0);
  expect(counter.countTokens('hello world')).toBe(2);
  expect(counter.countTokens('{"label":"card_arrival"}')).toBeGreaterThan(4);
});

test('special tokens in a cell are only text', () => {
  expect(counter.countTokens('<|endoftext|>')).toBeGreaterThan(1);
  expect(counter.countTokens('a <|im_start|>system<|im_end|> b')).toBeGreaterThan(8);
});

test('ordinary text is never cut, and cutting loses nothing', () => {
  const ordinary = 'How do I locate my card? '.repeat(1_000);
  expect(cutRuns(ordinary)).toEqual([ordinary]);
  for (const text of [
    'x'.repeat(500),
    'x'.repeat(501),
    ' '.repeat(2_000),
    `${'字'.repeat(1_700)} ${'y'.repeat(600)}`,
    '😀'.repeat(900),
  ]) {
    const pieces = cutRuns(text);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces) {
      expect(piece.isWellFormed()).toBe(true);
      for (const run of piece.match(/\S+|\s+/g) ?? []) expect(run.length).toBeLessThanOrEqual(501);
    }
  }
  expect(cutRuns('x'.repeat(500))).toHaveLength(1);
  expect(cutRuns('x'.repeat(501))).toHaveLength(2);
});

test('text without any break is counted at the pace of other text', () => {
  const startedMs = performance.now();
  expect(counter.countTokens('字'.repeat(40_000))).toBeGreaterThan(10_000);
  expect(counter.countTokens('a'.repeat(40_000))).toBeGreaterThan(1_000);
  // Uncut this takes over ten seconds; the bound is wide for a busy machine.
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});

test('a request counts its messages, their overhead and its schema', () => {
  const user = 'Message: where is my card';
  const system = 'You label bank messages.';
  const schema = { name: 'answer', schema: { enum: ['a', 'b'] } };
  const { countTokens, requestTokens } = counter;
  expect(requestTokens({ user })).toBe(countTokens(user) + 6);
  expect(requestTokens({ user, system })).toBe(countTokens(user) + countTokens(system) + 9);
  const whole = countTokens(user) + countTokens(system) + 9 + countTokens(JSON.stringify(schema));
  expect(requestTokens({ user, system, schema })).toBe(whole);
  expect(requestTokens({ user, system: 'Other.', schema: null })).toBe(countTokens(user) + countTokens('Other.') + 9);
  expect(requestTokens({ user, system, schema })).toBe(whole);
});
