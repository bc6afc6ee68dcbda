import { expect, test } from 'vitest';
import { ConnectionChange, ConnectionInput } from './schema.ts';

const input = { key: 'groq', name: 'Groq', baseUrl: 'https://api.groq.com/openai/v1/', apiKey: 'gsk_0123456789' };

test('an address loses its last slash, and OpenAI’s own is null', () => {
  expect(ConnectionInput.parse(input).baseUrl).toBe('https://api.groq.com/openai/v1');
  expect(ConnectionInput.parse({ ...input, baseUrl: undefined }).baseUrl).toBeNull();
  expect(ConnectionInput.parse({ ...input, baseUrl: 'http://127.0.0.1:4000/v1' }).baseUrl).toBe(
    'http://127.0.0.1:4000/v1',
  );
});

test.each([
  'ftp://api.example.com',
  'file:///etc/passwd',
  'gopher://x',
  'javascript:alert(1)',
  'api.example.com/v1',
  'https://user:secret@api.example.com',
  'https://api.example.com/v1?key=1',
  'https://api.example.com/v1#part',
  '',
])('the address %j is refused', (baseUrl) => {
  expect(ConnectionInput.safeParse({ ...input, baseUrl }).success).toBe(false);
});

test.each(['sandbox', 'Groq', '1st', 'a b', '', 'a'.repeat(41), 'groq~1'])('the short name %j is refused', (key) => {
  expect(ConnectionInput.safeParse({ ...input, key }).success).toBe(false);
});

test('a key with a line break or a space inside is refused, one with spaces around is trimmed', () => {
  expect(ConnectionInput.safeParse({ ...input, apiKey: 'sk-1\nX-Header: 1' }).success).toBe(false);
  expect(ConnectionInput.safeParse({ ...input, apiKey: 'sk 1' }).success).toBe(false);
  expect(ConnectionInput.parse({ ...input, apiKey: ' sk-1\n' }).apiKey).toBe('sk-1');
});

test('a change of nothing is a change, and an unknown field is not', () => {
  expect(ConnectionChange.parse({})).toEqual({});
  expect(ConnectionChange.safeParse({ kind: 'sandbox' }).success).toBe(false);
});
