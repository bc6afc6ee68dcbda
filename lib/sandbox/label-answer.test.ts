import { describe, expect, test } from 'vitest';
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

describe('an instruction that lists the labels says nothing about the row', () => {
  const LABELS = ['praise', 'complaint', 'suggestion', 'says nothing'];
  const ROWS = ['Best day of the year!', 'n/a', 'It was ok', 'See you all', 'Blue chairs', '', ...'abcdefghijklmn'];
  const CLEAR = [
    ['Thank you, I loved the workshop', 'praise'],
    ['The food was terrible', 'complaint'],
    ['This is a complaint.', 'complaint'],
  ] as const;
  const PROMPTS: [string, (row: string) => string][] = [
    ['in a sentence', (row) => `Read it. Is it Praise, a complaint, a suggestion or says nothing?\n\nComment: ${row}`],
    ['line by line', (row) => `${LABELS.map((label) => `- ${label}: write ${label}`).join('\n')}\n\nComment: ${row}`],
    [
      'and says when to take one',
      (row) =>
        `Choose praise, complaint, suggestion or says nothing. Answer says nothing if it is empty. Comment: ${row}`,
    ],
    ['behind the row', (row) => `Comment: ${row}\n\nPraise, complaint, suggestion, says nothing: which is it?`],
  ];
  test.each(PROMPTS)('%s', (_, prompt) => {
    for (const [row, label] of CLEAR) expect(pickLabel(LABELS, prompt(row)), row).toBe(label);
    const picked = ROWS.map((row) => pickLabel(LABELS, prompt(row)));
    expect(picked).toEqual(ROWS.map((row) => pickLabel(LABELS, prompt(row))));
    expect(new Set(picked).size).toBeGreaterThanOrEqual(3);
  });

  test('two labels are a list as well, and one of them in the row still counts', () => {
    const prompt = (row: string) => `Is this urgent or routine?\nMessage: ${row}`;
    expect(pickLabel(['urgent', 'routine'], prompt('A routine question'))).toBe('routine');
    const picked = ROWS.map((row) => pickLabel(['urgent', 'routine'], prompt(row)));
    expect(new Set(picked).size).toBe(2);
  });

  test('a scale from 1 to 5 is used from end to end', () => {
    const scale = ['1', '2', '3', '4', '5'];
    const prompt = (row: string) =>
      `How urgent is this, from 1 to 5?\n\nComment: ${row}\n\n1 means it can wait, 3 means this week, 5 means today.`;
    expect(new Set(ROWS.map((row) => pickLabel(scale, prompt(row))))).toEqual(new Set(scale));
  });

  test('a list around the row in one sentence leaves the row’s own words', () => {
    expect(pickLabel(LABELS, 'praise complaint suggestion: I loved it, great')).toBe('praise');
  });
});

test('labels and texts without letters are no obstacle', () => {
  expect(['1', '2', '3']).toContain(pickLabel(['1', '2', '3'], ''));
  expect(pickLabel(['👍', '👎'], 'ok')).toMatch(/👍|👎/u);
});
