import { expect, test } from 'vitest';
import { pickLabel } from './label-answer.ts';

const BANK = [
  'card_arrival',
  'card_not_working',
  'exchange_rate',
  'pin_blocked',
  'Refund_not_showing_up',
  'top_up_failed',
];

test.each([
  ['I am still waiting for my card to arrive', 'card_arrival'],
  ['My card stopped working at the shop', 'card_not_working'],
  ['What are the rates when I exchange dollars?', 'exchange_rate'],
  ['I typed my PIN wrong and now it is blocked', 'pin_blocked'],
  ['Why does the refund not show up on my statement?', 'Refund_not_showing_up'],
  ['Topping up did not work, it failed twice', 'top_up_failed'],
])('"%s" is labeled %s', (text, label) => {
  expect(pickLabel(BANK, text)).toBe(label);
  expect(pickLabel(BANK, `Which of ${BANK.join(', ')} fits this message?\n${text}`)).toBe(label);
});

test.each([
  ['I love it, works perfectly', 'positive'],
  ['Terrible, it broke after a day and nobody helped', 'negative'],
])('sentiment is recognized by its usual words: "%s"', (text, label) => {
  expect(pickLabel(['positive', 'neutral', 'negative'], text)).toBe(label);
});

test('a text that fits no label gets one of them, always the same, and not always the first', () => {
  const picked = Array.from({ length: 50 }, (_, at) => pickLabel(['alpha', 'beta'], `xyzzy ${at}`));
  expect(picked).toEqual(Array.from({ length: 50 }, (_, at) => pickLabel(['alpha', 'beta'], `xyzzy ${at}`)));
  expect(new Set(picked)).toEqual(new Set(['alpha', 'beta']));
});

test('labels and texts without letters are no obstacle', () => {
  expect(['1', '2', '3']).toContain(pickLabel(['1', '2', '3'], ''));
  expect(pickLabel(['👍', '👎'], 'ok')).toMatch(/👍|👎/u);
});
