import { expect, test } from 'vitest';
import { errorForLog } from './error-for-log.ts';

const SECRET = 'sk-canary-0123456789';

class SpokenError extends Error {
  readonly status = 401;
  readonly requestID = 'req_1';
}

test('an error of ours keeps its words, its code and its cause', () => {
  const cause = Object.assign(new Error('The connection was reset.'), { code: 'ECONNRESET' });
  expect(errorForLog(new Error('The page could not be read.', { cause }))).toMatchObject({
    type: 'Error',
    message: 'The page could not be read.',
    stack: expect.stringContaining('error-for-log.test.ts'),
    cause: { message: 'The connection was reset.', code: 'ECONNRESET' },
  });
});

test.each([
  ['a provider that repeats the key', new SpokenError(`401 Incorrect API key provided: ${SECRET}`)],
  ['a sentence of ours around its words', new Error(`It says: ${SECRET}`, { cause: new SpokenError(SECRET) })],
  ['a code that is none', Object.assign(new SpokenError('no'), { code: `key ${SECRET}` })],
  ['a parser that quotes the body', jsonError(`{"a": ${SECRET}`)],
  ['a database that quotes the value', Object.assign(new Error(`invalid input: "${SECRET}"`), { code: '22P02' })],
  [
    'fields that nobody named',
    Object.assign(new Error('Failed.'), { headers: { authorization: SECRET }, body: SECRET }),
  ],
  ['something thrown that is no error', { message: SECRET }],
  ['a text that was thrown', SECRET],
])('%s is not in the log', (_, error) => {
  const text = JSON.stringify(errorForLog(error));
  expect(text).not.toContain('canary');
  expect(text.length).toBeGreaterThan(5);
});

test('what a provider said is left out, and its request id is there to ask it with', () => {
  const error = new Error('The provider refused.', { cause: new SpokenError('no') });
  expect(errorForLog(error)).toMatchObject({ cause: { type: 'SpokenError', status: 401, requestId: 'req_1' } });
});

test('causes that go round in a circle end', () => {
  const error = new Error('one');
  error.cause = error;
  expect(() => JSON.stringify(errorForLog(error))).not.toThrow();
});

function jsonError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
