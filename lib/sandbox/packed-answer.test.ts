import { expect, test } from 'vitest';
import { packedAnswer, readPacked } from './packed-answer.ts';

const entry = {
  type: 'object',
  properties: { key: { type: 'string' }, label: { type: 'string', enum: ['card', 'refund'] } },
};
const schema = { type: 'object', properties: { answers: { type: 'array', items: entry } } };
const text =
  'Which topic?\n["key", "what it is"]\nThe rows:\n["b2cd","my card"]\n["f3gh",{"text":"a refund","city":"Rome"}]';

test('every key is answered from its own row', () => {
  const packed = readPacked(schema, text.replace('["key", "what it is"]\n', ''));
  if (!packed) throw new Error('It is a request of several rows.');
  const whole = {
    answers: [
      { key: 'b2cd', label: 'card' },
      { key: 'f3gh', label: 'refund' },
    ],
  };
  expect(packedAnswer(packed, '', [], 'seed')).toEqual(whole);
});

test('a request that asks for one thing is none of several rows', () => {
  expect(readPacked(entry, text)).toBeNull();
  expect(
    readPacked({ type: 'object', properties: { tags: { type: 'array', items: { type: 'string' } } } }, text),
  ).toBeNull();
  expect(readPacked(schema, 'No rows here.\n["half')).toBeNull();
});

test('faults leave rows out, double them, or make some up', () => {
  const rows = Array.from({ length: 100 }, (_, n) => `["k${n}","card ${n}"]`).join('\n');
  const packed = readPacked(schema, rows);
  if (!packed) throw new Error('It is a request of several rows.');
  const count = (faults: Parameters<typeof packedAnswer>[2]) =>
    Object.values(packedAnswer(packed, '', faults, 'seed') as { answers: unknown[] })[0]?.length ?? 0;
  expect(count([])).toBe(100);
  expect(count(['left-out-rows'])).toBeLessThan(100);
  expect(count(['doubled-rows'])).toBe(200 - count(['left-out-rows']));
  expect(count(['invented-rows'])).toBe(count(['doubled-rows']));
});
