import { expect, test } from 'vitest';
import { compilePackedParser } from './parse-packed.ts';

const KEYS = new Set(['aa', 'bb', 'cc']);
const labels = compilePackedParser({ kind: 'label', labels: ['yes', 'no'] });
const entry = (key: string, label: unknown) => ({ key, label });
const read = (...answers: unknown[]) => labels(JSON.stringify({ answers }), KEYS);

test('entries are found by key, in any order; what was not asked for is counted', () => {
  const read1 = read(entry('cc', 'no'), entry('zz', 'yes'), entry('aa', 'yes'), null, { label: 'no' });
  if (!read1.ok) throw new Error(read1.message);
  expect(read1.invented).toBe(3);
  expect(read1.entries.get('aa')).toEqual({ ok: true, values: ['yes'] });
  expect(read1.entries.get('cc')).toEqual({ ok: true, values: ['no'] });
  expect(read1.entries.has('bb')).toBe(false);
});

test('a key with two answers has none, even if they agree', () => {
  const twice = read(entry('aa', 'yes'), entry('bb', 'no'), entry('aa', 'yes'), entry('aa', 'yes'));
  expect(twice.ok && [...twice.entries]).toEqual([
    ['aa', 'twice'],
    ['bb', { ok: true, values: ['no'] }],
  ]);
});

test('one entry of another form says nothing against the others', () => {
  const mixed = read(entry('aa', 'maybe'), entry('bb', 7), { ...entry('cc', 'yes'), why: 'x' });
  if (!mixed.ok) throw new Error(mixed.message);
  expect([...mixed.entries.values()].map((one) => one !== 'twice' && !one.ok && one.code)).toEqual([
    'answer_not_in_labels',
    'answer_not_valid_json',
    'answer_not_valid_json',
  ]);
});

test.each(['', '[]', '{"answers":{}}', '{"answers":[],"more":1}', 'yes', 'null', '{"answers":[{"key":"aa"'])(
  'an answer that is no list of entries is none: %s',
  (content) => {
    expect(labels(content, KEYS)).toMatchObject({ ok: false });
  },
);

test('free text is kept as it came, and a blank one is empty', () => {
  const text = compilePackedParser({ kind: 'text' });
  const answers = [
    { key: 'aa', answer: ' A\nB ' },
    { key: 'bb', answer: ' ' },
  ];
  const found = text(JSON.stringify({ answers }), KEYS);
  expect(found.ok && found.entries.get('aa')).toEqual({ ok: true, values: [' A\nB '] });
  expect(found.ok && found.entries.get('bb')).toMatchObject({ ok: false, code: 'answer_empty' });
});
