import { expect, test } from 'vitest';
import { toReport } from './report.ts';

const batch = {
  id: 'batch_1',
  object: 'batch',
  endpoint: '/v1/chat/completions',
  model: 'gpt-4o-mini-2024-07-18',
  errors: null,
  input_file_id: 'file-1',
  completion_window: '24h',
  status: 'completed',
  output_file_id: 'file-2',
  error_file_id: 'file-3',
  created_at: 1763640000,
  expires_at: 1763726400,
  request_counts: { total: 1000, completed: 997, failed: 3 },
  metadata: { app: 'rowmill', submission: 'sub-1' },
};

test('a batch in our words', () => {
  expect(toReport(batch)).toEqual({
    batchId: 'batch_1',
    inputFileId: 'file-1',
    submissionId: 'sub-1',
    createdAt: new Date('2025-11-20T12:00:00Z'),
    expiresAt: new Date('2025-11-21T12:00:00Z'),
    providerStatus: 'completed',
    state: 'completed',
    model: 'gpt-4o-mini-2024-07-18',
    completed: 997,
    failed: 3,
    outputFileId: 'file-2',
    errorFileId: 'file-3',
    usage: null,
    problems: [],
  });
});

test.each([undefined, null, ''])('an id that is %j is absent', (id) => {
  const report = toReport({
    ...batch,
    output_file_id: id,
    error_file_id: id,
    model: id,
    request_counts: id,
    metadata: id,
  });
  expect(report).toMatchObject({
    outputFileId: null,
    errorFileId: null,
    model: null,
    completed: 0,
    submissionId: null,
  });
  expect(toReport({ ...batch, id })).toBeNull();
});

test.each([
  ['validating', 'working'],
  ['in_progress', 'working'],
  ['PROGRESS', 'working'],
  ['IN_PROGRESS', 'working'],
  ['finalizing', 'working'],
  ['pausing_for_coffee', 'working'],
  ['cancelling', 'canceling'],
  ['CANCELLED', 'canceled'],
  ['canceled', 'canceled'],
  ['COMPLETED', 'completed'],
  ['Expired', 'expired'],
  ['failed', 'rejected'],
  [undefined, 'working'],
])('the status %s is %s', (status, state) => {
  expect(toReport({ ...batch, status })?.state).toBe(state);
});

test.each([
  [{ input_tokens: 7, input_tokens_details: { cached_tokens: 3 }, output_tokens: 2 }, [7, 3, 2]],
  [{ input_tokens: 7, output_tokens: 0, total_tokens: 7 }, [7, null, 0]],
  [{ input_tokens: 0, input_tokens_details: { cached_tokens: 0 }, output_tokens: 0 }, null],
  [{ input_tokens: 7 }, null],
  [{ input_tokens: -7, output_tokens: 2 }, null],
  [{ input_tokens: 'many', output_tokens: 2 }, null],
  [null, null],
  ['', null],
])('the usage %j is what the provider adds up to, or no word on it', (usage, expected) => {
  const found = toReport({ ...batch, usage })?.usage;
  expect(found && [found.inputTokens, found.cachedInputTokens, found.outputTokens]).toEqual(expected);
});

test('the provider’s own status word is kept for the log', () => {
  expect(toReport({ ...batch, status: 'PROGRESS' })?.providerStatus).toBe('PROGRESS');
});

test.each([
  [{ code: 'token_limit_exceeded', message: 'Enqueued token limit reached', line: null }, 'capacity'],
  [{ code: 'x', message: 'The number of enqueued tokens has surpassed the configured limit of 30K' }, 'capacity'],
  [{ code: 'invalid_request', message: 'Cannot find file file-1, or organization org-1 does not have access' }, 'file'],
  [{ code: 'billing_hard_limit_reached', message: 'Billing hard limit has been reached' }, 'account'],
  [{ code: 'insufficient_quota', message: 'You exceeded your current quota' }, 'account'],
  [{ code: 'invalid_json_line', message: 'This line is not parseable', line: 5 }, 'line'],
  [{ code: 'model_not_found', message: "The provided model 'X' is not supported", line: 1 }, 'line'],
  [{ code: 'invalid_request', message: 'Cannot find file "enqueued tokens" named in the row', line: 3 }, 'line'],
  [{ code: 'invalid_request', message: 'A quota appears in the text of the row', line: 2 }, 'line'],
])('%j is a problem of the %s', (entry, kind) => {
  const report = toReport({ ...batch, status: 'failed', errors: { object: 'list', data: [entry] } });
  expect(report).toMatchObject({ state: 'rejected', problems: [{ kind, line: 'line' in entry ? entry.line : null }] });
});

test('times in seconds, milliseconds and ISO are the same moment; nonsense is none', () => {
  for (const time of [1763640000, 1763640000000, '2025-11-20T12:00:00Z']) {
    expect(toReport({ ...batch, created_at: time })?.createdAt).toEqual(new Date('2025-11-20T12:00:00Z'));
  }
  // The last two are microseconds, and a year the database cannot read.
  for (const time of [null, '', 'soon', -1, Number.NaN, {}, 1763640000000000, '+010000-01-01T00:00:00Z']) {
    expect(toReport({ ...batch, expires_at: time })?.expiresAt).toBeNull();
  }
});

test('a count that no batch can have is the largest we can note', () => {
  const report = toReport({ ...batch, request_counts: { total: 1, completed: 2_147_483_648, failed: 2_147_483_647 } });
  expect(report).toMatchObject({ completed: 2_147_483_647, failed: 2_147_483_647 });
});

test.each([null, undefined, 'html', 7, [], {}, { error: { message: 'x' } }])('%j is not a batch', (value) => {
  expect(toReport(value)).toBeNull();
});
