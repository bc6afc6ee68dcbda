import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endpointFor } from '#lib/providers/catalog.ts';
import type { Faults } from '#lib/sandbox/faults.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { createSandbox } from '#lib/sandbox/sandbox.ts';
import { serveSandbox } from '#lib/sandbox/serve.ts';
import { type Conformant, collect, describeProviderConformance } from './conformance.ts';
import { openOpenAi } from './openai.ts';

const API_KEY = 'sk-sandbox-conformance';

async function startSandbox(model: string, faults: Faults = {}): Promise<Conformant> {
  const directory = await mkdtemp(join(tmpdir(), 'rowmill-conformance-'));
  const sandbox = createSandbox({ directory, apiKey: API_KEY, pace: INSTANT_PACE, failureRate: 0, faults });
  const served = await serveSandbox(sandbox, { port: 0 });
  return {
    model,
    open: (shape, key = 'right') =>
      openOpenAi({
        apiKey: key === 'right' ? API_KEY : 'sk-somebody-else',
        baseUrl: served.url,
        shape,
        endpoint: endpointFor({ kind: 'sandbox', baseUrl: served.url }, shape.model),
        patience: { createMs: 1_000, readMs: 1_000, stallMs: 500 },
      }),
    answeredNow: async () => (await sandbox.liveLedger()).length,
    paidBatches: async () => (await sandbox.ledger()).length,
    async close() {
      await served.close();
      await sandbox.idle();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

describeProviderConformance('the sandbox through chat completions', () => startSandbox('gpt-4o-mini'));
describeProviderConformance('the sandbox through responses', () => startSandbox('gpt-5-mini'));

const submission = { submissionId: 'sub-lost', runId: 'run_1', batchId: 'bat_1', withinMs: 60_000 };

async function* oneLine(line: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${line}\n`);
}

test.each(['drop-after', '500-after', 'stall-after'] as const)(
  'an answer lost to %s leaves one paid batch, and it is found in the list by both of its marks',
  async (fault) => {
    const running = await startSandbox('gpt-4o-mini', { create: fault });
    const provider = running.open({ model: running.model, jsonSchema: null });
    const { fileId } = await provider.uploadInput('a', oneLine(provider.requestLine({ key: 'a', user: 'x' })));
    const lost = provider.createBatch({ ...submission, inputFileId: fileId });
    await expect(lost).rejects.toMatchObject({ trouble: 'unavailable', outcome: 'unknown' });
    expect(await running.paidBatches()).toBe(1);
    const found = await collect(provider.listBatches());
    expect(found).toMatchObject([{ inputFileId: fileId, submissionId: 'sub-lost' }]);
    await running.close();
  },
);

test.each(['drop-before', '500-before', '502-before', '429', 'quota'] as const)(
  'a create that fails by %s before anything exists is one call and no batch',
  async (fault) => {
    const running = await startSandbox('gpt-4o-mini', { create: ({ nth }) => (nth === 1 ? fault : null) });
    const provider = running.open({ model: running.model, jsonSchema: null });
    const { fileId } = await provider.uploadInput('a', oneLine(provider.requestLine({ key: 'a', user: 'x' })));
    await expect(provider.createBatch({ ...submission, inputFileId: fileId })).rejects.toMatchObject({
      outcome: fault === '429' || fault === 'quota' ? 'refused' : 'unknown',
    });
    expect(await running.paidBatches()).toBe(0);
    await running.close();
  },
);

test.each(['drop-halfway', 'ends-halfway', 'stalls-halfway'] as const)(
  'a result file that %s is an error, never a shorter file',
  async (fault) => {
    const running = await startSandbox('gpt-4o-mini', { content: fault });
    const provider = running.open({ model: running.model, jsonSchema: null });
    const { fileId } = await provider.uploadInput(
      'a',
      oneLine(provider.requestLine({ key: 'a', user: 'x'.repeat(5_000) })),
    );
    await expect(collect(provider.readFile(fileId))).rejects.toMatchObject({ trouble: 'unavailable' });
    await running.close();
  },
);

test.each(['drop-after', '500-after', 'stall-after', 'drop-before', '502-before', 'stall-before'] as const)(
  'one request whose answer is lost to %s is one call, and its outcome is unknown',
  async (fault) => {
    let calls = 0;
    const running = await startSandbox('gpt-4o-mini', {
      now: () => {
        calls += 1;
        return fault;
      },
    });
    const provider = running.open({ model: running.model, jsonSchema: null });
    const line = provider.requestLine({ key: 'a', user: 'x' });
    const lost = provider.answerNow(line, { tier: 'standard', withinMs: 400 });
    await expect(lost).rejects.toMatchObject({ trouble: 'unavailable', outcome: 'unknown' });
    expect(calls).toBe(1);
    expect(await running.answeredNow()).toBe(fault.endsWith('after') ? 1 : 0);
    await running.close();
  },
);

test.each([
  ['429', { trouble: 'rate_limited', retryAfterMs: 1_000 }],
  ['quota', { trouble: 'quota_exhausted' }],
  ['not-there', { trouble: 'not_found' }],
] as const)('one request that is refused by %s was surely not answered', async (fault, refusal) => {
  const running = await startSandbox('gpt-4o-mini', { now: fault });
  const provider = running.open({ model: running.model, jsonSchema: null });
  const line = provider.requestLine({ key: 'a', user: 'x' });
  const refused = provider.answerNow(line, { tier: 'standard', withinMs: 5_000 });
  await expect(refused).rejects.toMatchObject({ ...refusal, outcome: 'refused' });
  expect(await running.answeredNow()).toBe(0);
  await running.close();
  // Nobody is there any more: the request cannot have reached anybody.
  const unsent = provider.answerNow(line, { tier: 'standard', withinMs: 5_000 });
  await expect(unsent).rejects.toMatchObject({ trouble: 'unavailable', outcome: 'refused' });
});

test('flex is asked for and told; without room or at a model that has none it is refused, and nothing is billed', async () => {
  const faults: Faults = {};
  const running = await startSandbox('gpt-5-mini', faults);
  const provider = running.open({ model: running.model, jsonSchema: null });
  const line = provider.requestLine({ key: 'a', user: 'x' });
  const flex = { tier: 'flex', withinMs: 5_000 } as const;
  expect(await provider.answerNow(line, flex)).toMatchObject({ tier: 'flex', answer: { kind: 'content' } });
  faults.now = 'flex-full';
  await expect(provider.answerNow(line, flex)).rejects.toMatchObject({ trouble: 'capacity', outcome: 'refused' });
  const older = running.open({ model: 'gpt-4o-mini', jsonSchema: null });
  const olderLine = older.requestLine({ key: 'a', user: 'x' });
  await expect(older.answerNow(olderLine, flex)).rejects.toMatchObject({ trouble: 'capacity', outcome: 'refused' });
  expect(await running.answeredNow()).toBe(1);
  await running.close();
});
