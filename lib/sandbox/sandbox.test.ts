import OpenAI from 'openai';
import type { Batch } from 'openai/resources/batches';
import { expect, test } from 'vitest';
import { chatLines, openTestSandbox, someTexts, TEST_KEY, type TestSandbox } from './fixture.ts';
import { WATCHABLE_PACE } from './pace.ts';

const SLOW = { validatingMs: 1000, runMs: () => 10_000, finalizingMs: 500, cancelingMs: 2000 };

function clientOf(at: TestSandbox): OpenAI {
  return new OpenAI({ apiKey: TEST_KEY, baseURL: at.url, maxRetries: 0 });
}

async function submit(client: OpenAI, lines: string, rest: Partial<OpenAI.BatchCreateParams> = {}): Promise<Batch> {
  const file = await client.files.create({ file: new File([lines], 'rows.jsonl'), purpose: 'batch' });
  return client.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    ...rest,
  });
}

type Line = {
  id: string;
  custom_id: string;
  response: { status_code: number; body: never } | null;
  error: { code: string } | null;
};

async function linesOf(client: OpenAI, fileId: string | null | undefined): Promise<Line[]> {
  if (!fileId) return [];
  const text = await (await client.files.content(fileId)).text();
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a batch goes from validating to completed, its counts growing and its file ids hidden until the end', async () => {
  await using at = await openTestSandbox({ pace: SLOW });
  const client = clientOf(at);
  const metadata = { app: 'rowmill', submission: 'sub_1' };
  const created = await submit(client, chatLines(someTexts(100)), { metadata });
  expect(created).toMatchObject({ status: 'validating', metadata, model: null, usage: null, output_file_id: null });
  expect(created.request_counts).toEqual({ total: 0, completed: 0, failed: 0 });
  expect(created.id).toMatch(/^batch_[0-9a-f]{32}$/);
  expect(Number.parseInt(created.id.slice(6, 14), 16)).toBe(created.created_at);
  expect(created.expires_at).toBe(created.created_at + 86_400);

  await at.advance(1000);
  const counts: number[] = [];
  for (let second = 0; second < 10; second++) {
    const batch = await client.batches.retrieve(created.id);
    expect(batch).toMatchObject({ status: 'in_progress', output_file_id: null, model: 'gpt-4o-mini-2024-07-18' });
    expect(batch.request_counts?.total).toBe(100);
    counts.push(batch.request_counts?.completed ?? -1);
    await at.advance(1000);
  }
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(new Set(counts).size).toBeGreaterThan(7);
  expect((await client.batches.retrieve(created.id)).status).toBe('finalizing');

  await at.advance(500);
  const done = await client.batches.retrieve(created.id);
  expect(done).toMatchObject({
    status: 'completed',
    error_file_id: null,
    in_progress_at: created.created_at + 1,
    finalizing_at: created.created_at + 11,
    completed_at: created.created_at + 11,
    request_counts: { total: 100, completed: 100, failed: 0 },
  });
  const lines = await linesOf(client, done.output_file_id);
  const ids = lines.map((line) => line.custom_id);
  expect(ids.toSorted()).toEqual(Array.from({ length: 100 }, (_, row) => `r-${row + 1}`).toSorted());
  expect(ids).not.toEqual(Array.from({ length: 100 }, (_, row) => `r-${row + 1}`));
  const billed = lines.reduce(
    (sum, line) => sum + JSON.parse(JSON.stringify(line.response?.body)).usage.total_tokens,
    0,
  );
  expect(done.usage?.total_tokens).toBe(billed);
  expect(await at.sandbox.ledger()).toMatchObject([{ batchId: done.id, requests: 100, completed: 100, metadata }]);
});

test('the wire has every field, null when unset, in order, pretty-printed, and compact for cancel', async () => {
  await using at = await openTestSandbox({ pace: SLOW });
  const client = clientOf(at);
  const { id } = await submit(client, chatLines(['one']));
  const headers = { authorization: `Bearer ${TEST_KEY}` };
  const reply = await fetch(`${at.url}/batches/${id}`, { headers });
  const text = await reply.text();
  expect(text).toContain('{\n  "id": "batch_');
  expect(Object.keys(JSON.parse(text)).join(' ')).toBe(
    'id object endpoint model errors input_file_id completion_window status output_file_id error_file_id created_at in_progress_at ' +
      'expires_at finalizing_at completed_at failed_at expired_at cancelling_at cancelled_at request_counts usage metadata',
  );
  expect(reply.headers.get('x-request-id')).toMatch(/^req_/);
  expect(reply.headers.get('openai-version')).toBe('2020-10-01');
  const canceled = await fetch(`${at.url}/batches/${id}/cancel`, { method: 'POST', headers });
  expect((await canceled.text()).trim()).not.toContain('\n');
});

test('cancel returns what was done, reports the rest as cancelled and does not count it as failed', async () => {
  await using at = await openTestSandbox({ pace: SLOW });
  const client = clientOf(at);
  const { id } = await submit(client, chatLines(someTexts(100)));
  await at.advance(6000);
  const canceling = await client.batches.cancel(id);
  const done = canceling.request_counts?.completed ?? 0;
  expect(canceling).toMatchObject({
    status: 'cancelling',
    output_file_id: null,
    error_file_id: null,
    cancelled_at: null,
  });
  expect(done).toBeGreaterThan(20);
  expect(done).toBeLessThan(80);
  await at.advance(1999);
  expect((await client.batches.retrieve(id)).status).toBe('cancelling');
  await at.advance(1);
  const canceled = await client.batches.retrieve(id);
  expect(canceled).toMatchObject({ status: 'cancelled', request_counts: { total: 100, completed: done, failed: 0 } });
  const output = await linesOf(client, canceled.output_file_id);
  const errors = await linesOf(client, canceled.error_file_id);
  expect(output).toHaveLength(done);
  expect(new Set([...output, ...errors].map((line) => line.custom_id)).size).toBe(100);
  expect(errors.every((line) => line.response === null && line.error?.code === 'batch_cancelled')).toBe(true);
  expect((await client.batches.cancel(id)).status).toBe('cancelled');
});

test('a batch cancelled while validating ends with every request in the error file', async () => {
  await using at = await openTestSandbox({ pace: SLOW });
  const client = clientOf(at);
  const { id } = await submit(client, chatLines(someTexts(5)));
  expect(await client.batches.cancel(id)).toMatchObject({ status: 'cancelling', in_progress_at: null });
  await at.advance(2000);
  const canceled = await client.batches.retrieve(id);
  expect(canceled).toMatchObject({
    status: 'cancelled',
    output_file_id: null,
    request_counts: { total: 5, completed: 0 },
  });
  expect(await linesOf(client, canceled.error_file_id)).toHaveLength(5);
});

test('a batch that is not over after 24 hours expires with what it has', async () => {
  const halfDone = { ...SLOW, runMs: () => 48 * 3_600_000 };
  await using at = await openTestSandbox({ pace: halfDone });
  const client = clientOf(at);
  const { id } = await submit(client, chatLines(someTexts(100)));
  await at.advance(24 * 3_600_000 - 1000);
  expect((await client.batches.retrieve(id)).status).toBe('in_progress');
  await at.advance(2000);
  const expired = await client.batches.retrieve(id);
  expect(expired).toMatchObject({ status: 'expired', completed_at: null });
  expect(expired.expired_at).toBeGreaterThanOrEqual(expired.expires_at ?? 0);
  const output = await linesOf(client, expired.output_file_id);
  const errors = await linesOf(client, expired.error_file_id);
  expect(output.length).toBeGreaterThan(20);
  expect(output.length + errors.length).toBe(100);
  expect(errors.every((line) => line.error?.code === 'batch_expired')).toBe(true);
});

test('simulated failures hit a few percent of a batch, and other rows when the same requests are sent again', async () => {
  await using at = await openTestSandbox({ failureRate: 0.03 });
  const client = clientOf(at);
  const failedIn = async () => {
    const { id } = await submit(client, chatLines(someTexts(2000)));
    await at.sandbox.idle();
    const batch = await client.batches.retrieve(id);
    const errors = await linesOf(client, batch.error_file_id);
    expect(batch.request_counts).toEqual({ total: 2000, completed: 2000 - errors.length, failed: errors.length });
    const kinds = new Set(errors.map((line) => line.error?.code ?? line.response?.status_code));
    expect(kinds).toEqual(new Set([500, 429, 'request_timeout']));
    return new Set(errors.map((line) => line.custom_id));
  };
  const first = await failedIn();
  const second = await failedIn();
  expect(first.size).toBeGreaterThan(30);
  expect(first.size).toBeLessThan(100);
  expect([...first].filter((id) => second.has(id)).length).toBeLessThan(first.size / 2);
});

test('a batch in which everything fails has no output file', async () => {
  await using at = await openTestSandbox({ failureRate: 1 });
  const client = clientOf(at);
  const { id } = await submit(client, chatLines(someTexts(9)));
  await at.sandbox.idle();
  const batch = await client.batches.retrieve(id);
  expect(batch).toMatchObject({ status: 'completed', output_file_id: null, errors: null });
  expect(batch.request_counts).toEqual({ total: 9, completed: 0, failed: 9 });
  expect(await linesOf(client, batch.error_file_id)).toHaveLength(9);
});

test('batches are listed newest first, in pages the SDK walks by itself', async () => {
  await using at = await openTestSandbox();
  const client = clientOf(at);
  expect(await (await fetch(`${at.url}/batches`, { headers: { authorization: `Bearer ${TEST_KEY}` } })).json()).toEqual(
    {
      object: 'list',
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    },
  );
  const ids: string[] = [];
  for (let nth = 0; nth < 5; nth++) ids.unshift((await submit(client, chatLines(['hello']))).id);
  const listed: string[] = [];
  for await (const batch of client.batches.list({ limit: 2 })) listed.push(batch.id);
  expect(listed).toEqual(ids);
});

test('answers do not depend on where they are asked: at once and in a batch they are the same', async () => {
  await using at = await openTestSandbox();
  const client = clientOf(at);
  const text = 'My parcel from Berlin never arrived and I want my money back.';
  const { id } = await submit(client, chatLines([text]));
  await at.sandbox.idle();
  const [line] = await linesOf(client, (await client.batches.retrieve(id)).output_file_id);
  const inBatch: OpenAI.ChatCompletion = JSON.parse(JSON.stringify(line?.response?.body));
  const atOnce = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: text }],
  });
  expect(atOnce.choices).toEqual(inBatch.choices);
  expect(atOnce.usage).toEqual(inBatch.usage);
  expect(atOnce.choices[0]?.message.content?.length).toBeGreaterThan(20);
});

test('result files live for the time asked, input files for 30 days, and a deleted file is gone', async () => {
  await using at = await openTestSandbox();
  const client = clientOf(at);
  const batch = await submit(client, chatLines(['hi']), {
    output_expires_after: { anchor: 'created_at', seconds: 3600 },
  });
  await at.sandbox.idle();
  const { output_file_id: outputId, input_file_id: inputId } = await client.batches.retrieve(batch.id);
  const output = await client.files.retrieve(outputId ?? '');
  expect(output).toMatchObject({ purpose: 'batch_output', filename: `${batch.id}_output.jsonl`, status: 'processed' });
  expect(output.expires_at).toBe(output.created_at + 3600);
  const content = await client.files.content(output.id);
  expect(content.headers.get('content-type')).toBe('application/octet-stream');
  expect(content.headers.get('content-disposition')).toBe(`attachment; filename="${batch.id}_output.jsonl"`);
  expect((await content.bytes()).length).toBe(output.bytes);
  await at.advance(3_600_000);
  await expect(client.files.content(output.id)).rejects.toMatchObject({ status: 404 });
  expect((await client.files.retrieve(inputId)).expires_at).toBe(batch.created_at + 2_592_000);
  expect(await client.files.delete(inputId)).toEqual({ id: inputId, object: 'file', deleted: true });
  await expect(client.files.retrieve(inputId)).rejects.toMatchObject({
    status: 404,
    message: `404 No such File object: ${inputId}`,
  });
});

test('two batches run side by side at paces of their own, and deleting the input of one harms neither', async () => {
  await using at = await openTestSandbox({ pace: WATCHABLE_PACE });
  const client = clientOf(at);
  const large = await submit(client, chatLines(someTexts(500)));
  const small = await submit(client, chatLines(someTexts(10)));
  await client.files.delete(large.input_file_id);
  await at.advance(8000);
  expect((await client.batches.retrieve(large.id)).status).toBe('in_progress');
  expect((await client.batches.retrieve(small.id)).status).toBe('completed');
  await at.advance(13_000);
  expect((await client.batches.retrieve(large.id)).request_counts).toEqual({ total: 500, completed: 500, failed: 0 });
});
