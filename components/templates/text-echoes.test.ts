import { expect, test } from 'vitest';
import { textEchoes } from './text-echoes.ts';

function afterTyping(...texts: string[]) {
  const echoes = textEchoes();
  for (const text of texts) echoes.note(text);
  return echoes;
}

test('what comes back late is not put over what was typed since', () => {
  const echoes = afterTyping('a', 'ab', 'abc');
  expect(echoes.isNews('a', 'abc')).toBe(false);
  // The same value again, because the page was drawn for another reason.
  expect(echoes.isNews('a', 'abc')).toBe(false);
  // Not every text comes back.
  expect(echoes.isNews('abc', 'abc')).toBe(false);
});

test('a text of somebody else is put in, also one that was typed long before', () => {
  expect(textEchoes().isNews('from a card', '')).toBe(true);
  const echoes = afterTyping('a', 'ab');
  expect(echoes.isNews('from a card', 'ab')).toBe(true);
  const settled = afterTyping('a', 'ab');
  expect(settled.isNews('ab', 'ab')).toBe(false);
  expect(settled.isNews('a', 'ab')).toBe(true);
});

test('what is older than an echo is news', () => {
  const echoes = afterTyping('a', 'ab', 'abc');
  expect(echoes.isNews('ab', 'abc')).toBe(false);
  expect(echoes.isNews('a', 'abc')).toBe(true);
});
