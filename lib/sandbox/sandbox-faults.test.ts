import OpenAI from 'openai';
import { expect, test } from 'vitest';
import type { BatchFault, Faults } from './faults.ts';
import { chatLines, openTestSandbox, someTexts, TEST_KEY, type TestSandbox } from './fixture.ts';

function clientOf(at: TestSandbox, timeout = 10_000): OpenAI {
  return new OpenAI({ apiKey: TEST_KEY, baseURL: at.url, maxRetries: 0, timeout });
}

async function inputOf(client: OpenAI, count = 200): Promise<string> {
  const file = new File([chatLines(someTexts(count))], 'rows.jsonl');
  return (await client.files.create({ file, purpose: 'batch' })).id;
}

function create(client: OpenAI, inputId: string) {
  return client.batches.create({ input_file_id: inputId, endpoint: '/v1/chat/completions', completion_window: '24h' });
}

test.each([
  ['drop-before', 0],
  ['drop-after', 1],
  ['500-before', 0],
  ['500-after', 1],
  ['502-before', 0],
  ['stall-after', 1],
  ['429', 0],
  ['quota', 0],
] as const)('a create that suffers "%s" fails for the caller and leaves %i batches behind', async (fault, accepted) => {
  const faults: Faults = { create: fault };
  await using at = await openTestSandbox({ faults });
  const client = clientOf(at);
  const inputId = await inputOf(client, 3);
  await expect(create(clientOf(at, 300), inputId)).rejects.toThrow();
  expect(await at.sandbox.ledger()).toHaveLength(accepted);
  faults.create = null;
  await create(client, inputId);
  expect(await at.sandbox.ledger()).toHaveLength(accepted + 1);
});

test('a fault may be a function that picks the calls it spoils', async () => {
  await using at = await openTestSandbox({ faults: { read: ({ nth }) => (nth <= 2 ? '429' : null) } });
  const client = clientOf(at);
  const { id } = await create(client, await inputOf(client, 3));
  await expect(client.batches.retrieve(id)).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  await expect(client.batches.retrieve(id)).rejects.toMatchObject({ status: 429 });
  expect((await client.batches.retrieve(id)).id).toBe(id);
});

test('new batches stay out of the list while it lags', async () => {
  await using at = await openTestSandbox({ faults: { listLagMs: 5000 } });
  const client = clientOf(at);
  await create(client, await inputOf(client, 3));
  await at.advance(4999);
  expect((await client.batches.list()).data).toHaveLength(0);
  await at.advance(1);
  expect((await client.batches.list()).data).toHaveLength(1);
});

test('a download can break off, end early without a word, or answer 502', async () => {
  const faults: Faults = {};
  await using at = await openTestSandbox({ faults });
  const client = clientOf(at);
  const inputId = await inputOf(client, 2000);
  const { bytes } = await client.files.retrieve(inputId);
  faults.content = 'drop-halfway';
  await expect(client.files.content(inputId).then((reply) => reply.text())).rejects.toThrow();
  faults.content = 'ends-halfway';
  expect((await (await client.files.content(inputId)).bytes()).length).toBe(Math.floor(bytes / 2));
  faults.content = '502';
  await expect(client.files.content(inputId)).rejects.toMatchObject({ status: 502 });
});

async function ended(batchFaults: readonly BatchFault[], failureRate = 0) {
  await using at = await openTestSandbox({ failureRate, faults: { batch: batchFaults } });
  const client = clientOf(at);
  const { id } = await create(client, await inputOf(client));
  await at.sandbox.idle();
  const batch = await client.batches.retrieve(id);
  const textOf = async (fileId: string | null | undefined) =>
    fileId ? await (await client.files.content(fileId)).text() : '';
  return { batch, output: await textOf(batch.output_file_id), errors: await textOf(batch.error_file_id) };
}

function idsIn(text: string): string[] {
  return [...text.matchAll(/"custom_id": "([^"]+)"/g)].map((match) => match[1] ?? '');
}

test('batches can be spoiled in the ways real ones are', async () => {
  expect((await ended(['file-not-found'])).batch).toMatchObject({
    status: 'failed',
    errors: { data: [{ param: 'file_id' }] },
  });
  expect((await ended(['token-limit'])).batch).toMatchObject({ errors: { data: [{ code: 'token_limit_exceeded' }] } });
  expect((await ended(['empty-ids'])).batch).toMatchObject({ status: 'completed', error_file_id: '' });
  expect((await ended(['empty-error-file'])).batch.error_file_id).toMatch(/^file-/);
  expect((await ended(['stuck'])).batch).toMatchObject({ status: 'in_progress', request_counts: { completed: 200 } });
  expect((await ended(['all-fail'])).batch).toMatchObject({ output_file_id: null, request_counts: { failed: 200 } });
  const lying = await ended(['lying-counts', 'all-fail']);
  expect(lying.batch.request_counts).toEqual({ total: 200, completed: 200, failed: 0 });
  expect(idsIn(lying.errors)).toHaveLength(200);
});

test('result files can lose, double, invent and break lines', async () => {
  const missing = await ended(['missing-lines']);
  expect(idsIn(missing.output).length).toBeLessThan(200);
  expect(missing.errors).toBe('');
  const doubled = idsIn((await ended(['duplicate-lines'])).output);
  expect(new Set(doubled).size).toBe(200);
  expect(doubled.length).toBeGreaterThan(200);
  expect(idsIn((await ended(['foreign-lines'])).output).some((id) => id.startsWith('nobody-sent-'))).toBe(true);
  expect((await ended(['status-zero'])).errors).toContain(
    '"response": {"status_code": 0, "request_id": "", "body": {}}, "error": null',
  );
  expect((await ended(['empty-bodies'])).output).toContain('"body": {}}');
  expect((await ended(['truncated-last-line'])).output.endsWith('\n')).toBe(false);
  const malformed = (await ended(['malformed-lines'])).output.trimEnd().split('\n');
  expect(malformed.filter((line) => !line.endsWith('}')).length).toBeGreaterThan(0);
});
