import { expect, test } from 'vitest';
import { cutRuns, encodingFor, loadTokenCounter } from './tokens.ts';

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

test('a megabyte without any break is bounded work, in parts between which others have their turn', () => {
  const parts = [...counter.requestSteps({ user: 'a'.repeat(1_000_000) })];
  // 500 letters are one part, whatever stands around them.
  expect(parts).toHaveLength(2_001);
  expect(Math.max(...parts)).toBeLessThanOrEqual(500);
  expect(parts.reduce((sum, tokens) => sum + tokens, 0)).toBe(counter.requestTokens({ user: 'a'.repeat(1_000_000) }));
});

test('long text is cut between words, where the count stays what it is', () => {
  const sentence = 'Where is my card? It’s late,  two weeks\n\n(or 1,000 days) — naïve. ';
  const once = counter.countTokens(sentence);
  const long = sentence.repeat(2_000);
  const parts = [...counter.requestSteps({ user: long })];
  expect(parts.length).toBeGreaterThan(3);
  const short = counter.countTokens(sentence.repeat(100)) - counter.countTokens(sentence.repeat(99));
  expect(counter.countTokens(long)).toBe(once + 1_999 * short);
});

test('each model counts by its own vocabulary; one that nobody has heard of by the newest', async () => {
  const older = [
    'gpt-3.5-turbo',
    'gpt-35-turbo',
    'gpt-4',
    'gpt-4-turbo-2024-04-09',
    'openai/gpt-4',
    'ft:gpt-3.5-turbo:x',
  ];
  for (const model of [...older, 'text-embedding-3-small']) expect(encodingFor(model), model).toBe('cl100k_base');
  const newer = [
    'gpt-4o',
    'gpt-4o-mini',
    'gpt-4.1-nano',
    'gpt-5-mini',
    'gpt-6.1-sol',
    'o4-mini',
    'llama-4',
    'chatgpt-4o-latest',
  ];
  for (const model of newer) expect(encodingFor(model), model).toBe('o200k_base');
  const old = await loadTokenCounter('cl100k_base');
  expect(old.countTokens('hello world')).toBe(2);
  const japanese = 'お問い合わせありがとうございます。';
  expect(counter.countTokens(japanese)).toBeLessThan(old.countTokens(japanese));
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
