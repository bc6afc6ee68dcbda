import { expect, test } from 'vitest';
import { parseLine } from './parse-line.ts';

const usage = { prompt_tokens: 96, completion_tokens: 14, prompt_tokens_details: { cached_tokens: 64 } };

function chat(choice: object, rest: object = { usage }) {
  return line(200, { model: 'gpt-4o-mini-2024-07-18', choices: [choice], ...rest });
}

function line(status: number, body: unknown, error: unknown = null): string {
  return JSON.stringify({ id: 'b', custom_id: 'r-1', response: { status_code: status, request_id: '', body }, error });
}

function responses(body: object): string {
  return line(200, { model: 'gpt-5-mini', usage: { input_tokens: 88, output_tokens: 71 }, ...body });
}

const message = (...content: object[]) => ({ type: 'message', role: 'assistant', content });

test('a chat answer with its usage, cached tokens and dated model', () => {
  const said = chat({ message: { content: 'Yes', refusal: null }, finish_reason: 'stop' });
  expect(parseLine(said)).toEqual({
    key: 'r-1',
    model: 'gpt-4o-mini-2024-07-18',
    usage: { inputTokens: 96, cachedInputTokens: 64, outputTokens: 14 },
    answer: { kind: 'content', content: 'Yes' },
  });
});

test('a responses answer is the text of its messages, whatever stands around them', () => {
  const output = [
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'thinking' }] },
    message({ type: 'output_text', text: 'Hel' }, { type: 'output_text', text: 'lo' }),
  ];
  expect(parseLine(responses({ status: 'completed', error: null, output }))).toEqual({
    key: 'r-1',
    model: 'gpt-5-mini',
    usage: { inputTokens: 88, cachedInputTokens: 0, outputTokens: 71 },
    answer: { kind: 'content', content: 'Hello' },
  });
});

test('content in parts, a BOM before and a carriage return behind the line are read', () => {
  const said = chat({ message: { content: [{ type: 'text', text: 'a' }, { text: 'b' }] }, finish_reason: 'stop' });
  expect(parseLine(`\ufeff${said}\r`).answer).toEqual({ kind: 'content', content: 'ab' });
});

test('white space is an answer; only nothing is empty', () => {
  expect(parseLine(chat({ message: { content: ' ' }, finish_reason: 'stop' })).answer).toEqual({
    kind: 'content',
    content: ' ',
  });
  for (const content of ['', null, undefined, []]) {
    expect(parseLine(chat({ message: { content }, finish_reason: 'stop' })).answer).toMatchObject({
      cause: 'empty_answer',
    });
  }
});

test('cut off by length: failed, kept, and booked', () => {
  expect(parseLine(chat({ message: { content: 'Half an ans' }, finish_reason: 'length' }))).toMatchObject({
    usage: { outputTokens: 14 },
    answer: { kind: 'failure', cause: 'cut_off', content: 'Half an ans' },
  });
  const cut = responses({
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
    output: [message({ type: 'output_text', text: 'Half' })],
  });
  expect(parseLine(cut)).toMatchObject({ usage: { outputTokens: 71 }, answer: { cause: 'cut_off', content: 'Half' } });
  const nothing = responses({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] });
  expect(parseLine(nothing).answer).toMatchObject({ cause: 'cut_off' });
  expect(parseLine(nothing).answer).not.toHaveProperty('content');
});

test('refusals and filters are told apart, in both shapes', () => {
  const cause = (text: string) => {
    const { answer } = parseLine(text);
    return answer.kind === 'failure' ? answer.cause : answer.kind;
  };
  expect(cause(chat({ message: { content: null, refusal: 'I cannot.' }, finish_reason: 'stop' }))).toBe('refused');
  expect(cause(chat({ message: { content: 'x' }, finish_reason: 'content_filter' }))).toBe('content_policy');
  expect(cause(responses({ status: 'completed', output: [message({ type: 'refusal', refusal: 'No.' })] }))).toBe(
    'refused',
  );
  expect(cause(responses({ status: 'incomplete', incomplete_details: { reason: 'content_filter' }, output: [] }))).toBe(
    'content_policy',
  );
});

const error = (code: string | null, text = 'why') => ({ error: { message: text, type: 't', param: null, code } });

test.each([
  [line(400, error('context_length_exceeded')), 'too_long'],
  [line(400, error(null, "This model's maximum context length is 128000 tokens.")), 'too_long'],
  [line(400, error('content_policy_violation')), 'content_policy'],
  [line(400, error('invalid_value')), 'invalid_request'],
  [line(401, error('invalid_api_key')), 'invalid_request'],
  [line(404, error('model_not_found')), 'model_unavailable'],
  [line(404, error(null, 'gpt-5.9-batch does not exist')), 'model_unavailable'],
  [line(408, {}), 'timed_out'],
  [line(409, {}), 'provider_error'],
  [line(429, error('rate_limit_exceeded')), 'rate_limited'],
  [line(429, error('tokens')), 'rate_limited'],
  [line(500, error(null)), 'provider_error'],
  [line(503, 'Service Unavailable'), 'provider_error'],
  [line(504, null), 'timed_out'],
  [line(0, {}), 'provider_error'],
  [line(200, {}), 'empty_answer'],
  [line(200, null), 'empty_answer'],
  [line(200, error('server_error')), 'provider_error'],
  [line(302, {}), 'provider_error'],
  [responses({ status: 'failed', error: { code: 'server_error', message: 'x' }, output: [] }), 'provider_error'],
  [responses({ status: 'queued', error: null, output: [] }), 'provider_error'],
])('%# %s is %s', (text, cause) => {
  expect(parseLine(text)).toMatchObject({ key: 'r-1', answer: { kind: 'failure', cause } });
});

test.each([
  ['batch_expired', 'expired'],
  ['batch_cancelled', 'canceled'],
  ['request_timeout', 'timed_out'],
  ['something_new', 'provider_error'],
])('a request that never ran says %s: %s', (code, cause) => {
  const never = JSON.stringify({ custom_id: 'r-1', response: null, error: { code, message: 'Not run.' } });
  expect(parseLine(never)).toEqual({
    key: 'r-1',
    model: null,
    usage: null,
    answer: { kind: 'failure', cause, message: 'Not run.' },
  });
});

test('an error beside a good answer makes it a failure; an empty error object does not', () => {
  const body = { choices: [{ message: { content: 'Yes' }, finish_reason: 'stop' }] };
  expect(parseLine(line(200, body, { code: 'server_error', message: 'x' })).answer.kind).toBe('failure');
  for (const none of [null, undefined, {}, { code: null, message: '' }, '']) {
    expect(parseLine(line(200, body, none)).answer.kind).toBe('content');
  }
});

test.each(['', ' ', '{', '{"custom_id":"r-1","resp', 'null', '[]', '"r-1"', '42', '<html></html>', '\0'])(
  'the line %j is unreadable and belongs to nobody',
  (text) => {
    expect(parseLine(text)).toMatchObject({ key: null, usage: null, answer: { kind: 'failure', cause: 'unreadable' } });
  },
);

test.each(['{}', '{"custom_id":""}', '{"custom_id":7}', '{"response":{"status_code":200,"body":{"choices":[null]}}}'])(
  'the line %s has no key and fails, without a crash',
  (text) => {
    expect(parseLine(text)).toMatchObject({ key: null, answer: { kind: 'failure' } });
  },
);

test('NUL and half an emoji become U+FFFD everywhere, separators stay', () => {
  const said = `{"custom_id":"r-1","response":{"status_code":200,"body":{"model":"m\\u0000","choices":[{"message":{"content":"a\\u0000b\\ud83dc\\u2028d😀"},"finish_reason":"stop"}]}}}`;
  expect(parseLine(said)).toMatchObject({ model: 'm\ufffd', answer: { content: 'a\ufffdb\ufffdc\u2028d😀' } });
  expect(parseLine(line(400, error(null, 'bad \0 text'))).answer).toMatchObject({ message: 'bad \ufffd text' });
});

test('usage that is missing is null, and usage that cannot be true does no harm', () => {
  const stop = { message: { content: 'x' }, finish_reason: 'stop' };
  expect(parseLine(chat(stop, {})).usage).toBeNull();
  expect(parseLine(chat(stop, { usage: null })).usage).toBeNull();
  expect(parseLine(chat(stop, { usage: { prompt_tokens: -1 } })).usage).toBeNull();
  expect(parseLine(chat(stop, { usage: { prompt_tokens: 1.5 } })).usage).toBeNull();
  // One absurd count must not overflow what is booked for its whole batch.
  expect(parseLine(chat(stop, { usage: { prompt_tokens: 10_000_000 } })).usage?.inputTokens).toBe(10_000_000);
  expect(parseLine(chat(stop, { usage: { prompt_tokens: 10_000_001 } })).usage).toBeNull();
  expect(parseLine(chat(stop, { usage: { prompt_tokens: 1, completion_tokens: 3_000_000_000 } })).usage).toBeNull();
  const odd = { prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 9 } };
  expect(parseLine(chat(stop, { usage: odd })).usage).toEqual({
    inputTokens: 5,
    cachedInputTokens: 5,
    outputTokens: 0,
  });
});

test('a message is never longer than a screen', () => {
  const { answer } = parseLine(line(400, error(null, 'x'.repeat(100_000))));
  expect(answer.kind === 'failure' && answer.message.length).toBe(1001);
});

test('no cut of a line, at any place, throws or invents an answer', () => {
  const whole = chat({ message: { content: 'Yes' }, finish_reason: 'stop' });
  for (let length = 0; length < whole.length; length++) {
    expect(parseLine(whole.slice(0, length)).answer).toMatchObject({ kind: 'failure', cause: 'unreadable' });
  }
});
