import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { chatLines, openTestSandbox, someTexts, TEST_KEY } from './fixture.ts';

const ROWS = 4000;
const NODE = join(process.cwd(), 'node_modules/.bin/node');

const PROGRAM = `
  const { createSandbox } = await import('#lib/sandbox/sandbox.ts');
  const { serveSandbox } = await import('#lib/sandbox/serve.ts');
  const { INSTANT_PACE } = await import('#lib/sandbox/pace.ts');
  const sandbox = createSandbox({ directory: process.argv[1], apiKey: '${TEST_KEY}', pace: INSTANT_PACE });
  console.log((await serveSandbox(sandbox, { port: 0 })).url);
`;

type Served = { child: ChildProcess; client: OpenAI; kill(): Promise<void> };

async function start(directory: string): Promise<Served> {
  const child = spawn(NODE, ['--input-type=module', '-e', PROGRAM, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(child.stdout ?? child, 'data');
  const client = new OpenAI({ apiKey: TEST_KEY, baseURL: String(url).trim(), maxRetries: 0 });
  const kill = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return { child, client, kill };
}

async function waitFor(client: OpenAI, id: string, isReached: (batch: OpenAI.Batch) => boolean): Promise<OpenAI.Batch> {
  for (;;) {
    const batch = await client.batches.retrieve(id);
    if (isReached(batch)) return batch;
  }
}

async function idsIn(client: OpenAI, fileId: string | null | undefined): Promise<string[]> {
  const text = fileId ? await (await client.files.content(fileId)).text() : '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).custom_id);
}

test('a batch accepted before kill -9 is finished after it, wherever it was killed, with every request once', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
  let served = await start(directory);
  try {
    const file = new File([chatLines(someTexts(ROWS))], 'rows.jsonl');
    const { id: inputId } = await served.client.files.create({ file, purpose: 'batch' });
    const order = { input_file_id: inputId, endpoint: '/v1/chat/completions', completion_window: '24h' } as const;
    const { id, created_at: createdAt } = await served.client.batches.create(order);
    await served.kill();

    served = await start(directory);
    await waitFor(served.client, id, (batch) => (batch.request_counts?.completed ?? 0) > 0);
    await served.kill();

    served = await start(directory);
    await waitFor(served.client, id, (batch) => (batch.request_counts?.completed ?? 0) > ROWS / 2);
    const lastLook = served.client.batches.retrieve(id).catch(() => null);
    await served.kill();
    await lastLook;

    served = await start(directory);
    const done = await waitFor(served.client, id, (batch) => batch.status === 'completed');
    expect(done.created_at).toBe(createdAt);
    const ids = [
      ...(await idsIn(served.client, done.output_file_id)),
      ...(await idsIn(served.client, done.error_file_id)),
    ];
    expect(ids).toHaveLength(ROWS);
    expect(new Set(ids).size).toBe(ROWS);
    await served.kill();

    served = await start(directory);
    expect(await served.client.batches.retrieve(id)).toEqual(done);
    expect((await served.client.batches.list()).data.map((batch) => batch.id)).toEqual([id]);
  } finally {
    await served.kill();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('a cancel outlives the process, with what was done at that moment', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const pace = { validatingMs: 0, runMs: () => 10_000, finalizingMs: 0, cancelingMs: 1000 };
  try {
    await using first = await openTestSandbox({ directory, pace });
    const before = new OpenAI({ apiKey: TEST_KEY, baseURL: first.url, maxRetries: 0 });
    const file = await before.files.create({
      file: new File([chatLines(someTexts(50))], 'rows.jsonl'),
      purpose: 'batch',
    });
    const order = { input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' } as const;
    const { id } = await before.batches.create(order);
    await first.advance(5000);
    const canceling = await before.batches.cancel(id);

    await using second = await openTestSandbox({ directory, pace });
    const after = new OpenAI({ apiKey: TEST_KEY, baseURL: second.url, maxRetries: 0 });
    await second.advance(6000);
    const canceled = await after.batches.retrieve(id);
    expect(canceled).toMatchObject({ status: 'cancelled', request_counts: canceling.request_counts });
    expect(await idsIn(after, canceled.output_file_id)).toHaveLength(canceling.request_counts?.completed ?? -1);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
});
