import { expect, test } from 'vitest';
import type { RequestShape } from './provider.ts';
import { requestLineFor } from './request-line.ts';

const jsonSchema = { name: 'label', schema: { type: 'object', required: ['label'], additionalProperties: false } };
const full: RequestShape = {
  model: 'gpt-4o-mini',
  jsonSchema,
  temperature: 0,
  maxOutputTokens: 200,
  reasoningEffort: 'low',
};

const parse = (shape: RequestShape, endpoint: Parameters<typeof requestLineFor>[1], system?: string): unknown =>
  JSON.parse(requestLineFor(shape, endpoint)({ key: 'r-1', system, user: 'Hello' }));

test('chat completions: parameters, strict schema, the user prompt last', () => {
  expect(parse(full, '/v1/chat/completions', 'Be brief.')).toEqual({
    custom_id: 'r-1',
    method: 'POST',
    url: '/v1/chat/completions',
    body: {
      model: 'gpt-4o-mini',
      temperature: 0,
      max_completion_tokens: 200,
      response_format: { type: 'json_schema', json_schema: { ...jsonSchema, strict: true } },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
    },
  });
});

test('responses: instructions, input, flat schema, effort, no temperature for a reasoning model', () => {
  expect(parse({ ...full, model: 'gpt-5-mini' }, '/v1/responses', 'Be brief.')).toEqual({
    custom_id: 'r-1',
    method: 'POST',
    url: '/v1/responses',
    body: {
      model: 'gpt-5-mini',
      max_output_tokens: 200,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_schema', ...jsonSchema, strict: true } },
      instructions: 'Be brief.',
      input: 'Hello',
    },
  });
});

test('what is the same in every request stands first, so that a provider can keep it from one to the next', () => {
  const system = 'Be brief.';
  for (const endpoint of ['/v1/chat/completions', '/v1/responses'] as const) {
    const lineOf = requestLineFor(full, endpoint);
    const [one, other] = ['Rules for all. Message: one', 'Rules for all. Message: two'].map((user) => {
      const line = lineOf({ key: 'r-1', system, user });
      return line.slice(line.indexOf('"body":'));
    });
    let same = 0;
    while (one?.[same] === other?.[same]) same += 1;
    const prefix = one?.slice(0, same) ?? '';
    const places = [JSON.stringify(jsonSchema.schema), system, 'Rules for all. Message: '].map((text) =>
      prefix.indexOf(text),
    );
    expect(places, endpoint).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places), endpoint).toBeGreaterThan(0);
  }
});

test('a reasoning model behind chat completions gets its effort and no temperature', () => {
  expect(parse({ ...full, model: 'o3', jsonSchema: null }, '/v1/chat/completions')).toMatchObject({
    body: { model: 'o3', max_completion_tokens: 200, reasoning_effort: 'low', messages: [{ role: 'user' }] },
  });
  expect(JSON.stringify(parse({ ...full, model: 'o3' }, '/v1/chat/completions'))).not.toContain('temperature');
});

test('what is not set is not sent, an empty system prompt included', () => {
  expect(parse({ model: 'm', jsonSchema: null }, '/v1/chat/completions', '')).toMatchObject({
    body: { model: 'm', messages: [{ role: 'user', content: 'Hello' }] },
  });
  expect(
    Object.keys(
      JSON.parse(requestLineFor({ model: 'm', jsonSchema: null }, '/v1/responses')({ key: 'k', user: '' })).body,
    ),
  ).toEqual(['model', 'input']);
});

const NASTY = [
  '',
  '"quoted" \\ back\\\\slash',
  'line\nbreak\r\nand\ttab',
  'sep\u2028ara\u2029tors\u0085',
  'null\u0000 and bell\u0007',
  '😀 e\u0301 ‮right to left',
  '}]}}{"custom_id":"r-2"',
  '$& $1 $$',
  '\ufeffbom',
];

test.each(NASTY)('any text comes out of the line as it went in: %j', (text) => {
  for (const endpoint of ['/v1/chat/completions', '/v1/responses'] as const) {
    const line = requestLineFor(full, endpoint)({ key: 'r-1', system: `s${text}`, user: text });
    // One line for whoever splits it, however they split.
    expect(line.split(/[\n\r\u0085\u2028\u2029\v\f]/)).toHaveLength(1);
    const { body } = JSON.parse(line);
    expect(endpoint === '/v1/responses' ? body.input : body.messages[1].content).toBe(text);
    expect(endpoint === '/v1/responses' ? body.instructions : body.messages[0].content).toBe(`s${text}`);
  }
});

test('half an emoji becomes U+FFFD, because strict readers refuse its escape', () => {
  const line = requestLineFor(full, '/v1/chat/completions')({ key: 'k', user: 'a\ud83d b\ude00 😀' });
  expect(line.isWellFormed()).toBe(true);
  expect(line).not.toMatch(/\\ud[89a-f]/i);
  expect(JSON.parse(line).body.messages[0].content).toBe('a\ufffd b\ufffd 😀');
});

test('the remembered system prompt never leaks into another row or another run', () => {
  const line = requestLineFor(full, '/v1/chat/completions');
  const other = requestLineFor(full, '/v1/chat/completions');
  const systemOf = (text: string) => JSON.parse(text).body.messages[0].content;
  expect(systemOf(line({ key: 'a', system: 'one', user: 'u' }))).toBe('one');
  expect(systemOf(other({ key: 'a', system: 'two', user: 'u' }))).toBe('two');
  expect(systemOf(line({ key: 'b', system: 'three', user: 'u' }))).toBe('three');
  expect(systemOf(line({ key: 'c', user: 'u' }))).toBe('u');
  expect(systemOf(line({ key: 'd', system: 'one', user: 'u' }))).toBe('one');
});
