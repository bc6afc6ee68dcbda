import { expect, test } from 'vitest';
import { canonicalJson, readIdempotency } from './idempotency.ts';

function requestWith(key?: string): Request {
  return new Request('http://localhost/', {
    method: 'POST',
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
}

test('without the header a request is not remembered', () => {
  expect(readIdempotency(requestWith(), {})).toBeUndefined();
});

test('the order of keys does not make another request, a value does', () => {
  const hashOf = (body: unknown) => readIdempotency(requestWith('k'), body)?.hash;
  expect(hashOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(hashOf({ b: { d: null, c: [1, 2] }, a: 1 }));
  const others = [{ a: 2 }, { a: '1' }, { a: null }, {}, { b: 1 }, { a: [1] }, { a: { 0: 1 } }];
  for (const other of others) expect(hashOf(other)).not.toBe(hashOf({ a: 1 }));
  expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
});

test.each(['', 'two words', 'x'.repeat(256), 'é'])('the key %j is refused in words', (key) => {
  expect(() => readIdempotency(requestWith(key), {})).toThrow('The Idempotency-Key must be 1 to 255 printable ASCII');
});

test('the longest key is taken', () => {
  expect(readIdempotency(requestWith('x'.repeat(255)), {})?.key).toHaveLength(255);
});

test('numbers as keys and a key named __proto__ are kept', () => {
  expect(canonicalJson(JSON.parse('{"b":1,"2":1,"__proto__":{"z":1,"a":1}}'))).toContain('"__proto__":{"a":1,"z":1}');
});
