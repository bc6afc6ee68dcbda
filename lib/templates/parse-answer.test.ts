import { expect, test } from 'vitest';
import { outputColumns, outputSchema } from './output-schema.ts';
import { compileAnswerParser } from './parse-answer.ts';
import type { Output } from './schema.ts';

const LABELS = ['yes', 'No ', 'größer', 'a "quoted" one', '__proto__'];
const parseLabel = compileAnswerParser({ kind: 'label', labels: LABELS });
const parseText = compileAnswerParser({ kind: 'text' });

test('every label of the list is read back to the letter, however the JSON is spaced', () => {
  for (const label of LABELS) {
    expect(parseLabel(JSON.stringify({ label }))).toEqual({ ok: true, values: [label] });
    expect(parseLabel(` ${JSON.stringify({ label }, null, 2)}\n`)).toEqual({ ok: true, values: [label] });
  }
});

test('a label outside the list is a failure, near misses too', () => {
  for (const label of ['Yes', 'no', 'No', ' yes', 'yes ', '', 'toString'])
    expect(parseLabel(JSON.stringify({ label })), label).toMatchObject({ ok: false, code: 'answer_not_in_labels' });
});

test('anything but the object that was asked for is a failure', () => {
  const wrong = ['yes', '"yes"', '{"label":"yes"', '["yes"]', 'null', '{}', '{"label":1}', '{"label":"yes","why":"x"}'];
  for (const content of [
    ...wrong,
    '```json\n{"label":"yes"}\n```',
    '{"Label":"yes"}',
    '{"label":"yes"}{"label":"yes"}',
  ])
    expect(parseLabel(content), content).toMatchObject({ ok: false, code: 'answer_not_valid_json' });
});

test('free text is kept as it came', () => {
  for (const content of [' a ', '\n{"label":1}\r\n', '0', 'null', '\u{1F600}'])
    expect(parseText(content)).toEqual({ ok: true, values: [content] });
});

test('an answer of nothing but space is empty, in both kinds', () => {
  for (const parse of [parseText, parseLabel])
    for (const content of ['', ' ', '\n\t', '\u00a0', '\ufeff'])
      expect(parse(content)).toMatchObject({ ok: false, code: 'answer_empty' });
});

test('a long wrong answer is quoted short and never cut inside a character', () => {
  for (const [letter, count, end] of [
    ['a', 80, '"'],
    ['a', 81, '…"'],
    ['😀', 80, '"'],
    ['😀', 10_000, '…"'],
  ] as const) {
    const answer = parseLabel(letter.repeat(count));
    expect(!answer.ok && answer.message.includes(`"${letter.repeat(80)}${end}`), `${letter} × ${count}`).toBe(true);
  }
});

test('a label answer is asked for with a strict schema in the order given', () => {
  expect(outputSchema({ kind: 'text' })).toBeNull();
  expect(outputSchema({ kind: 'label', labels: ['b', 'a'] })).toEqual({
    name: 'answer',
    strict: true,
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['label'],
      properties: { label: { type: 'string', enum: ['b', 'a'] } },
    },
  });
});

test('an answer column never takes the name of a column that is there', () => {
  const label: Output = { kind: 'label', labels: ['a'] };
  expect(outputColumns({ kind: 'text' }, ['text'])).toEqual(['answer']);
  expect(outputColumns({ kind: 'text' }, ['answer'])).toEqual(['answer_2']);
  expect(outputColumns(label, ['label', 'answer'])).toEqual(['label_2']);
  expect(outputColumns(label, ['label', 'label_2'])).toEqual(['label_3']);
  expect(outputColumns({ kind: 'text' }, ['Answer'])).toEqual(['answer']);
  expect(outputColumns(label, ['text', 'label'], 'Mood')).toEqual(['Mood']);
  expect(outputColumns(label, ['Mood', 'Mood_2'], 'Mood')).toEqual(['Mood_3']);
});
