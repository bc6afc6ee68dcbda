import { expect, test, vi } from 'vitest';
import { AppError, HTTP_STATUS_BY_CODE } from '#lib/errors.ts';
import { methodNotAllowed, problemResponse } from './problem.ts';

// Never opened: the log reads its level from the settings, which want an address.
vi.stubEnv('DATABASE_URL', 'postgresql://unused');

test('every code of ours has its status, in the header and in the body', async () => {
  for (const [code, status] of Object.entries(HTTP_STATUS_BY_CODE)) {
    const response = problemResponse(new AppError(code as keyof typeof HTTP_STATUS_BY_CODE, 'A sentence.'), 'test');
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: `urn:rowmill:problem:${code}`,
      title: expect.any(String),
      status,
      detail: 'A sentence.',
    });
  }
});

test('places in a file and fields of a form go out as errors', async () => {
  const issues = [
    { message: 'Has 3 cells, not 2.', line: 7, record: 5 },
    { path: 'name', message: 'Required.' },
  ];
  const response = problemResponse(new AppError('invalid', 'Two problems.', { issues }), 'test');
  expect(await response.json()).toMatchObject({ errors: issues });
});

test('what we did not foresee is a 500 that says nothing of its cause', async () => {
  const response = problemResponse(new Error('password=hunter2', { cause: new Error('sk-secret') }), 'test');
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).not.toMatch(/hunter2|sk-secret|at .*\.ts/);
});

test('the cause of an error of ours stays here too', async () => {
  const response = problemResponse(new AppError('conflict', 'No.', { cause: new Error('sk-secret') }), 'test');
  expect(await response.text()).not.toContain('sk-secret');
});

test('a stranger learns how to sign in, a wrong method which are right', () => {
  expect(problemResponse(new AppError('unauthenticated', 'No.'), 'test').headers.get('www-authenticate')).toMatch(
    /^Bearer/,
  );
  const response = methodNotAllowed('GET, POST');
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
});

test.each([
  Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
  Object.assign(new Error('x'), { code: '57P01' }),
  new Error('x', { cause: Object.assign(new Error('y'), { code: 'P1001' }) }),
  new Error('Connection terminated unexpectedly'),
  Object.assign(new Error('\nInvalid `x()` invocation:\n\nDatabase error. Code: `57P03`. Message: `starting up`'), {
    code: 'P2039',
  }),
  Object.assign(new Error('Raw query failed. Code: `57P01`. Message: `terminating`'), { code: 'P2010' }),
])('a lost database is a 503 to try again', async (error) => {
  const response = problemResponse(error, 'test');
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
  expect(await response.json()).toMatchObject({ detail: 'The database is restarting; try again in a moment.' });
});

test('a question the database refuses is no lost database', () => {
  const error = Object.assign(new Error('Database error. Code: `22021`. Message: `NUL`'), { code: 'P2039' });
  expect(problemResponse(error, 'test').status).toBe(500);
});
