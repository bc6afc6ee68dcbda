import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { chatLines, openTestSandbox, someTexts, TEST_KEY, type TestSandbox } from './fixture.ts';
import { INSTANT_PACE } from './pace.ts';

type Body = { error: { message: string; type: string; param: string | null; code: string | null } };

async function call(
  at: TestSandbox,
  path: string,
  init: RequestInit = {},
  key = TEST_KEY,
): Promise<{ status: number; body: Body }> {
  const headers = { ...(key && { authorization: `Bearer ${key}` }), ...init.headers };
  const reply = await fetch(`${at.url}${path}`, { ...init, headers });
  return { status: reply.status, body: await reply.json() };
}

function post(at: TestSandbox, path: string, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return call(at, path, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } });
}

function upload(at: TestSandbox, content: string, fields: Record<string, string>, name = 'rows.jsonl') {
  const form = new FormData();
  form.set('file', new Blob([content]), name);
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return call(at, '/files', { method: 'POST', body: form });
}

async function errorsOf(at: TestSandbox, lines: string, endpoint = '/v1/chat/completions') {
  const client = new OpenAI({ apiKey: TEST_KEY, baseURL: at.url, maxRetries: 0 });
  const file = await client.files.create({ file: new File([lines], 'rows.jsonl'), purpose: 'batch' });
  const { id } = await client.batches.create({
    input_file_id: file.id,
    endpoint: endpoint as '/v1/responses',
    completion_window: '24h',
  });
  await at.sandbox.idle();
  const batch = await client.batches.retrieve(id);
  if (batch.errors) {
    expect(batch).toMatchObject({ status: 'failed', output_file_id: null, error_file_id: null, model: null });
    expect(batch.failed_at).toBeGreaterThanOrEqual(batch.created_at);
    expect(batch.request_counts).toEqual({ total: 0, completed: 0, failed: 0 });
  }
  return { status: batch.status, errors: batch.errors?.data ?? [] };
}

test('a missing key and a wrong key are 401, and the wrong key is not repeated in full', async () => {
  await using at = await openTestSandbox();
  const missing = await call(at, '/models', {}, '');
  expect(missing).toMatchObject({
    status: 401,
    body: { error: { type: 'invalid_request_error', param: null, code: null } },
  });
  const wrong = await call(at, '/models', {}, 'sk-wrong-0123456789abcdef');
  expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } });
  expect(wrong.body.error.message).toBe(
    'Incorrect API key provided: sk-wrong********cdef. You can find your API key at https://platform.openai.com/account/api-keys.',
  );
});

test.each([
  [
    'a name that is not .jsonl',
    '{}',
    { purpose: 'batch' },
    'rows.csv',
    'Invalid file format for Batch API. Must be .jsonl',
  ],
  ['an empty file', '', { purpose: 'batch' }, 'rows.jsonl', 'File is empty.'],
  [
    'no JSON at all',
    'a,b\n1,2\n',
    { purpose: 'batch' },
    'rows.jsonl',
    'Invalid file format. Input file needs to be in .jsonl format, with one JSON object per line.',
  ],
  ['no purpose', '{}', {}, 'rows.jsonl', "Missing required parameter: 'purpose'."],
  ['too much', `{${'x'.repeat(2000)}}`, { purpose: 'batch' }, 'rows.jsonl', 'File is too large.'],
  [
    'a life too short',
    '{}',
    { purpose: 'batch', 'expires_after[anchor]': 'created_at', 'expires_after[seconds]': '3599' },
    'rows.jsonl',
    "Invalid 'expires_after.seconds': expected a whole number from 3600 to 2592000.",
  ],
])('an upload with %s is refused with 400', async (_what, content, fields, name, message) => {
  await using at = await openTestSandbox({ limits: { fileBytes: 2000 } });
  expect(await upload(at, content, fields as Record<string, string>, name)).toMatchObject({
    status: 400,
    body: { error: { message } },
  });
});

test('an upload exactly at the size limit is taken, with the life asked for', async () => {
  await using at = await openTestSandbox({ limits: { fileBytes: 2000 } });
  const fields = { purpose: 'batch', 'expires_after[anchor]': 'created_at', 'expires_after[seconds]': '3600' };
  const { status, body } = await upload(at, `{${'x'.repeat(1998)}}`, fields);
  expect(status).toBe(200);
  const file: { bytes: number; created_at: number; expires_at: number } = JSON.parse(JSON.stringify(body));
  expect(file.bytes).toBe(2000);
  expect(file.expires_at).toBe(file.created_at + 3600);
});

const GOOD = { input_file_id: 'file-x', endpoint: '/v1/chat/completions', completion_window: '24h' };

test.each([
  [
    { ...GOOD, input_file_id: undefined },
    'input_file_id',
    'missing_required_parameter',
    "Missing required parameter: 'input_file_id'.",
  ],
  [
    { ...GOOD, endpoint: '/v1/x' },
    'endpoint',
    'invalid_value',
    "Invalid value: '/v1/x'. Supported values are: '/v1/responses', '/v1/chat/completions', '/v1/embeddings'.",
  ],
  [
    { ...GOOD, completion_window: '1h' },
    'completion_window',
    'invalid_value',
    "Invalid value: '1h'. Value must be '24h'.",
  ],
  [
    { ...GOOD, metadata: { tags: ['a'] } },
    'metadata.tags',
    'invalid_type',
    "Invalid type for 'metadata.tags': expected a string, but got an array instead.",
  ],
])('creating a batch from %j is refused with 400', async (body, param, code, message) => {
  await using at = await openTestSandbox();
  const error = { type: 'invalid_request_error', param, code, message };
  expect(await post(at, '/batches', body)).toEqual({ status: 400, body: { error } });
});

test('metadata is taken up to 16 pairs, 64 characters of key and 512 of value, and not beyond', async () => {
  await using at = await openTestSandbox();
  const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']));
  const statusOf = async (metadata: Record<string, string>) =>
    (await post(at, '/batches', { ...GOOD, metadata })).status;
  expect(await statusOf(pairs(16))).toBe(200);
  expect(await statusOf(pairs(17))).toBe(400);
  expect(await statusOf({ ['k'.repeat(64)]: 'v'.repeat(512) })).toBe(200);
  expect(await statusOf({ ['k'.repeat(65)]: 'v' })).toBe(400);
  expect(await statusOf({ k: 'v'.repeat(513) })).toBe(400);
});

test('unknown things are 404 and finished batches cannot be cancelled: 409', async () => {
  await using at = await openTestSandbox();
  expect(await call(at, '/batches/batch_none')).toMatchObject({
    status: 404,
    body: { error: { message: "No batch found with id 'batch_none'." } },
  });
  expect(await call(at, '/files/file-none/content')).toMatchObject({ status: 404 });
  expect(await call(at, '/models/gpt-none')).toMatchObject({
    status: 404,
    body: { error: { code: 'model_not_found' } },
  });
  expect(await call(at, '/nothing')).toMatchObject({
    status: 404,
    body: { error: { message: 'Invalid URL (GET /v1/nothing)' } },
  });
  expect(await post(at, '/batches', 'not json')).toMatchObject({ status: 400 });
  const { body } = await post(at, '/batches', GOOD);
  await at.sandbox.idle();
  const { id }: { id: string } = JSON.parse(JSON.stringify(body));
  const canceled = await post(at, `/batches/${id}/cancel`, '');
  const error = {
    message: "Cannot cancel a batch with status 'failed'.",
    type: 'invalid_request_error',
    param: null,
    code: null,
  };
  expect(canceled).toEqual({ status: 409, body: { error } });
});

test('validation names every bad line, one error each, and lets none of the batch run', async () => {
  await using at = await openTestSandbox();
  const good = {
    custom_id: 'a',
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'gpt-4o-mini', messages: [] },
  };
  const lines: unknown[] = [
    good,
    { ...good, custom_id: undefined },
    good,
    { ...good, custom_id: 'd', method: 'GET' },
    { ...good, custom_id: 'e', url: '/v1/responses' },
    { ...good, custom_id: 'f', body: undefined },
    { ...good, custom_id: 'g', body: { messages: [] } },
    { ...good, custom_id: 'h', body: { ...good.body, model: 'gpt-none' } },
    { ...good, custom_id: 'i', body: { ...good.body, model: 'gpt-4o' } },
    { ...good, custom_id: 'j', body: { ...good.body, stream: true } },
    { ...good, custom_id: 'k', body: { model: 'gpt-4o-mini' } },
  ];
  const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n{"broken\n[1]\n`;
  const { errors } = await errorsOf(at, text);
  expect(errors.map(({ line, code, param }) => [line, code, param])).toEqual([
    [2, 'missing_required_parameter', 'custom_id'],
    [3, 'duplicate_custom_id', 'custom_id'],
    [4, 'invalid_method', 'method'],
    [5, 'invalid_url', 'url'],
    [6, 'missing_required_parameter', 'body'],
    [7, 'invalid_request', 'body.model'],
    [8, 'model_not_found', 'body.model'],
    [9, 'mismatched_model', 'body.model'],
    [10, 'streaming_unsupported', 'body.stream'],
    [11, 'invalid_request', 'body.messages'],
    [13, 'invalid_json_line', null],
    [14, 'invalid_json_line', null],
  ]);
  expect(errors.at(-1)?.message).toBe('This line is not parseable as valid JSON.');
  expect(await at.sandbox.ledger()).toMatchObject([{ requests: 0, billedInputTokens: 0 }]);
});

test('the number of requests is limited: at the limit they run, one more and none does', async () => {
  await using at = await openTestSandbox({ limits: { batchRequests: 20 } });
  expect((await errorsOf(at, chatLines(someTexts(20)))).status).toBe('completed');
  const { errors } = await errorsOf(at, chatLines(someTexts(21)));
  expect(errors).toMatchObject([{ code: 'too_many_tasks', line: null, param: null }]);
});

test('tokens waiting in unfinished batches leave no room for more, until those are over', async () => {
  const pace = { ...INSTANT_PACE, runMs: () => 60_000 };
  await using at = await openTestSandbox({ pace, limits: { enqueuedTokens: () => 1000 } });
  const lines = chatLines(someTexts(40));
  expect((await errorsOf(at, lines)).status).toBe('in_progress');
  const { errors } = await errorsOf(at, lines);
  expect(errors).toMatchObject([{ code: 'token_limit_exceeded', line: null, param: null }]);
  expect(errors[0]?.message).toContain('Enqueued token limit reached for gpt-4o-mini in organization org-');
  expect(errors[0]?.message).toContain('Limit: 1,000 enqueued tokens.');
  await at.advance(60_000);
  expect((await errorsOf(at, lines)).status).toBe('in_progress');
});

test('what a model refuses ends in the error file with its own words, the rest of the batch is answered', async () => {
  await using at = await openTestSandbox();
  const client = new OpenAI({ apiKey: TEST_KEY, baseURL: at.url, maxRetries: 0 });
  const lines = chatLines(['word '.repeat(40_000), 'fine'], { model: 'gpt-3.5-turbo' });
  const file = await client.files.create({ file: new File([lines], 'rows.jsonl'), purpose: 'batch' });
  const { id } = await client.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  });
  await at.sandbox.idle();
  const batch = await client.batches.retrieve(id);
  expect(batch.request_counts).toEqual({ total: 2, completed: 1, failed: 1 });
  const line = JSON.parse(await (await client.files.content(batch.error_file_id ?? '')).text());
  expect(line).toMatchObject({
    custom_id: 'r-1',
    response: { status_code: 400, body: { error: { code: 'context_length_exceeded', param: 'messages' } } },
    error: null,
  });
});
