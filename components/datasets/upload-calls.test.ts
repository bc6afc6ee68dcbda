import { expect, test } from 'vitest';
import { troubleOf } from './upload-calls.ts';

const problem = (detail: string) => JSON.stringify({ title: 'x', detail });

test('what may pass is waited for', () => {
  for (const status of [401, 409, 429, 500, 502, 503, 504]) {
    expect(troubleOf(status, '<html>').remedy, String(status)).toBe('wait');
  }
  expect(troubleOf(503, problem('The database is restarting.')).message).toBe('The database is restarting.');
});

test('an upload the server does not know is begun again; a page of another server is no such answer', () => {
  expect(troubleOf(404, problem('This upload does not exist any more.')).remedy).toBe('gone');
  expect(troubleOf(404, '<html>').remedy).toBe('refused');
});

test('a piece that is too large for something on the way is made smaller', () => {
  expect(troubleOf(413, '<html>').remedy).toBe('smaller');
});

test('what will never work is said', () => {
  expect(troubleOf(403, problem('A viewer may not add datasets.'))).toMatchObject({
    remedy: 'refused',
    message: 'A viewer may not add datasets.',
  });
  expect(troubleOf(418, '').message).toContain('418');
});
