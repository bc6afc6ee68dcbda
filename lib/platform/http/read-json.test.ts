import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '#lib/errors.ts';
import { readJson, readOptionalJson, readQuery } from './read-json.ts';

const Input = z.object({ name: z.string(), prompt: z.object({ user: z.string() }) });

function post(body: BodyInit, contentType = 'application/json'): Request {
  return new Request('http://localhost/api/v1/runs', {
    method: 'POST',
    body,
    headers: { 'content-type': contentType },
  });
}

async function refusalOf(request: Request, maxBytes?: number): Promise<AppError> {
  try {
    await readJson(request, Input, maxBytes === undefined ? {} : { maxBytes });
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('The body was accepted.');
}

test('a good body comes back parsed, with or without a charset in its type', async () => {
  const body = JSON.stringify({ name: 'a', prompt: { user: 'é' } });
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
    expect(await readJson(post(body, type), Input)).toEqual({ name: 'a', prompt: { user: 'é' } });
  }
});

test('every wrong field is named by its path', async () => {
  const refusal = await refusalOf(post('{"prompt":{"user":1}}'));
  expect(refusal.code).toBe('invalid');
  expect(refusal.issues.map((issue) => issue.path)).toEqual(['name', 'prompt.user']);
});

test('malformed, empty and non-UTF-8 bodies are bad requests', async () => {
  for (const body of ['{"name":', '', 'null null', new Uint8Array([0x22, 0xff, 0x22])]) {
    expect((await refusalOf(post(body))).code).toBe('bad_request');
  }
});

test('a form is not JSON: no page of another site can send JSON without asking first', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    expect((await refusalOf(post('{}', type))).code).toBe('unsupported');
  }
});

test('a body may be exactly as long as the limit, not one byte longer', async () => {
  expect((await refusalOf(post('[1234567]'), 9)).code).toBe('invalid');
  expect((await refusalOf(post('[12345678]'), 9)).code).toBe('too_large');
});

test('a query is checked by the same rules', () => {
  const Query = z.object({ limit: z.coerce.number().int().max(100).default(50) });
  expect(readQuery(new Request('http://localhost/?limit=7'), Query)).toEqual({ limit: 7 });
  expect(readQuery(new Request('http://localhost/'), Query)).toEqual({ limit: 50 });
  expect(() => readQuery(new Request('http://localhost/?limit=101'), Query)).toThrow('limit');
});

test('a body that may be left out is read as an empty object, and checked when it is there', async () => {
  const Options = z.strictObject({ causes: z.array(z.string()).optional() });
  const bare = new Request('http://localhost/', { method: 'POST' });
  expect(await readOptionalJson(bare, Options)).toEqual({});
  expect(await readOptionalJson(post('{"causes":["expired"]}'), Options)).toEqual({ causes: ['expired'] });
  await expect(readOptionalJson(post('{"cause":1}'), Options)).rejects.toMatchObject({ code: 'invalid' });
  await expect(readOptionalJson(post('{}', 'text/plain'), Options)).rejects.toMatchObject({ code: 'unsupported' });
});
