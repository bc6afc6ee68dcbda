import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { fractionFrom } from './chance.ts';
import type { JsonObject } from './json.ts';
import { answerSchema } from './schema-answer.ts';

const TEXT =
  'Message: Order 4411 from Maria Lopez (maria@example.org) arrived on 2026-03-04 broken, 2 of 3 glasses in pieces.';

/** A schema of its own for every seed, out of everything strict structured outputs allow. */
function someSchema(seed: string, depth = 0): JsonObject {
  const pick = Math.floor(fractionFrom(seed) * (depth > 2 ? 7 : 9));
  const inner = (name: string) => someSchema(`${seed} ${name}`, depth + 1);
  const kinds: (() => JsonObject)[] = [
    () => ({ type: 'string' }),
    () => ({ type: 'string', maxLength: 5 }),
    () => ({ type: 'integer', minimum: 3, maximum: 4 }),
    () => ({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    () => ({ type: ['boolean', 'null'] }),
    () => ({ enum: ['broken glass', 'late', 'wrong item'] }),
    () => ({ anyOf: [{ type: 'null' }, { const: 7 }] }),
    () => ({ type: 'array', items: inner('items'), minItems: 1, maxItems: 4 }),
    () => {
      const properties = { reason: inner('reason'), order_number: inner('number'), email: inner('email') };
      return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
    },
  ];
  return kinds[pick]?.() ?? {};
}

test('whatever the schema, the answer is valid against it, and always the same', () => {
  const ajv = new Ajv({ strict: false });
  for (let seed = 0; seed < 500; seed++) {
    const schema = someSchema(`schema ${seed}`);
    const value = answerSchema(schema, '', TEXT);
    expect(ajv.validate(schema, value), `${JSON.stringify(schema)} → ${JSON.stringify(value)}`).toBe(true);
    expect(answerSchema(schema, '', TEXT)).toEqual(value);
  }
});

test('fields are filled with what stands in the row', () => {
  const field = (type: string, rest = {}) => ({ type, ...rest });
  const properties = {
    order_number: field('integer', { minimum: 0, maximum: 10_000 }),
    email: field('string'),
    date: field('string', { format: 'date' }),
    problem: { type: 'string', enum: ['late delivery', 'broken goods', 'billing'] },
    customer_name: field('string'),
  };
  expect(answerSchema({ type: 'object', properties }, '', TEXT)).toEqual({
    order_number: 4411,
    email: 'maria@example.org',
    date: '2026-03-04',
    problem: 'broken goods',
    customer_name: 'Maria Lopez',
  });
});

test('a schema may refer to itself', () => {
  const schema = {
    type: 'object',
    properties: { word: { type: 'string' }, next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
    required: ['word', 'next'],
  };
  expect(new Ajv({ strict: false }).validate(schema, answerSchema(schema, '', TEXT))).toBe(true);
});
