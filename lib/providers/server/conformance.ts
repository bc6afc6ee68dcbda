import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnswerLine, BatchReport, Provider, RequestShape, RowRequest } from './provider.ts';

/** A running provider of one dialect, as a driver under test meets it. */
export type Conformant = {
  open(shape: RequestShape, apiKey?: 'right' | 'wrong'): Provider;
  /** A model that this dialect is used with. */
  model: string;
  /** How many batches it was made to pay for. */
  paidBatches(): Promise<number>;
  /** How many requests it answered at once. */
  answeredNow(): Promise<number>;
  close(): Promise<void>;
};

const LABELS = ['card arrival', 'lost card', 'exchange rate'];
const LABEL_SCHEMA = {
  name: 'label',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['label'],
    properties: { label: { type: 'string', enum: LABELS } },
  },
};
const TEXTS = [
  'I am still waiting on my card?',
  '"quoted" \\ and {"json": true}',
  'line\nbreak\r\nand\ttab',
  'sep\u2028ara\u2029tors\u0085',
  '😀 é e\u0301 日本語 \ud83d',
  '',
];

/** What every driver promises the engine, checked over real HTTP. To be called at the top of a test file. */
export function describeProviderConformance(name: string, start: () => Promise<Conformant>): void {
  describe(name, () => {
    let running: Conformant;
    beforeAll(async () => {
      running = await start();
    });
    afterAll(() => running.close());
    const on = () => ({ running, provider: running.open({ model: running.model, jsonSchema: null }) });
    describeJourney(on);
    describeRefusals(on);
    describeList(on);
    describeNow(on);
  });
}

type On = () => { running: Conformant; provider: Provider };

function describeJourney(on: On): void {
  test('every row comes back once, by its key, with an answer and its usage', async () => {
    const { provider } = on();
    const rows = TEXTS.map((user, at) => ({ key: `r-${at}_A`, system: 'Answer briefly.', user: `Row ${at}: ${user}` }));
    const batch = await settle(provider, await submit(provider, rows, 'sub-journey'));
    expect(batch).toMatchObject({ state: 'completed', submissionId: 'sub-journey', problems: [] });
    const answers = await answersOf(provider, batch);
    expect(answers.map(({ key }) => key).sort()).toEqual(rows.map(({ key }) => key).sort());
    for (const { answer, usage, model } of answers) {
      expect(answer).toMatchObject({ kind: 'content', content: expect.stringMatching(/\S/) });
      expect(usage?.inputTokens).toBeGreaterThan(0);
      expect(usage?.outputTokens).toBeGreaterThan(0);
      expect(model).toEqual(expect.any(String));
    }
  });

  test('a schema is kept to', async () => {
    const { running } = on();
    const shape = { model: running.model, jsonSchema: LABEL_SCHEMA, temperature: 0, maxOutputTokens: 2_000 };
    const provider = running.open({ ...shape, reasoningEffort: 'low' });
    const rows = [{ key: 'a', user: 'I lost my card' }];
    const batch = await settle(provider, await submit(provider, rows, 'sub-schema'));
    const [only] = await answersOf(provider, batch);
    const content = only?.answer.kind === 'content' ? only.answer.content : '{}';
    expect(LABELS).toContain(JSON.parse(content).label);
  });

  test('an upload says how much arrived, and cancel of what is over says how it ended', async () => {
    const { provider } = on();
    const line = `${provider.requestLine({ key: 'é', user: '日本' })}\n`;
    const { sizeBytes } = await provider.uploadInput('size.jsonl', chunks([line, line]));
    expect(sizeBytes).toBe(2 * Buffer.byteLength(line));
    const over = await settle(provider, await submit(provider, [{ key: 'a', user: 'x' }], 'sub-over'));
    expect((await provider.cancelBatch(over.batchId)).state).toBe(over.state);
  });
}

function describeRefusals(on: On): void {
  test('a bad line refuses the batch and names the line', async () => {
    const { provider } = on();
    const good = provider.requestLine({ key: 'a', user: 'x' });
    const { fileId } = await provider.uploadInput('bad.jsonl', chunks([`${good}\n`, '{"custom_id":\n']));
    const batch = await settle(provider, await create(provider, fileId, 'sub-bad'));
    expect(batch).toMatchObject({ state: 'rejected', outputFileId: null });
    expect(batch.problems).toContainEqual(expect.objectContaining({ kind: 'line', line: 2 }));
  });

  test('a file that is not there is told apart', async () => {
    const { provider } = on();
    const outcome = await create(provider, 'file-doesnotexist', 'sub-missing').then(
      (batch) => settle(provider, batch),
      (error: unknown) => error,
    );
    const { trouble, outcome: effect, problems } = Object(outcome);
    if (trouble) expect([trouble, effect]).toEqual(['file_missing', 'refused']);
    else expect(problems).toContainEqual(expect.objectContaining({ kind: 'file' }));
  });

  test('a wrong key is refused everywhere, and nothing is paid', async () => {
    const { running } = on();
    const before = await running.paidBatches();
    const stranger = running.open({ model: running.model, jsonSchema: null }, 'wrong');
    const refusal = { name: 'ProviderError', trouble: 'key_refused', outcome: 'refused' };
    await expect(stranger.uploadInput('a.jsonl', chunks(['{}\n']))).rejects.toMatchObject(refusal);
    await expect(create(stranger, 'file-1', 'sub-stranger')).rejects.toMatchObject(refusal);
    await expect(stranger.getBatch('batch_1')).rejects.toMatchObject(refusal);
    await expect(collect(stranger.listBatches())).rejects.toMatchObject(refusal);
    await expect(collect(stranger.readFile('file-1'))).rejects.toMatchObject(refusal);
    expect(await running.paidBatches()).toBe(before);
  });

  test('what does not exist is not found, and deleting it succeeds', async () => {
    const { provider } = on();
    await expect(provider.getBatch('batch_doesnotexist')).rejects.toMatchObject({ trouble: 'not_found' });
    await expect(provider.cancelBatch('batch_doesnotexist')).rejects.toMatchObject({ trouble: 'not_found' });
    await expect(collect(provider.readFile('file-doesnotexist'))).rejects.toMatchObject({ trouble: 'not_found' });
    const { fileId } = await provider.uploadInput(
      'a.jsonl',
      chunks([`${provider.requestLine({ key: 'a', user: 'x' })}\n`]),
    );
    await provider.deleteFile(fileId);
    await provider.deleteFile(fileId);
    await expect(collect(provider.readFile(fileId))).rejects.toMatchObject({ trouble: 'not_found' });
  });
}

function describeList(on: On): void {
  test('each create is one paid batch, found again in a list of more than one page', async () => {
    const { running, provider } = on();
    const before = await running.paidBatches();
    const { fileId } = await provider.uploadInput(
      'many.jsonl',
      chunks([`${provider.requestLine({ key: 'a', user: 'x' })}\n`]),
    );
    const first = await create(provider, fileId, 'sub-first');
    for (let at = 0; at < 104; at++) await create(provider, fileId, `sub-${at}`);
    expect(await running.paidBatches()).toBe(before + 105);
    const listed = await collect(provider.listBatches());
    expect(listed.find(({ submissionId }) => submissionId === 'sub-first')?.batchId).toBe(first.batchId);
    expect(new Set(listed.map(({ batchId }) => batchId)).size).toBeGreaterThanOrEqual(before + 105);
    const times = listed.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
}

const PATIENT = { tier: 'standard', withinMs: 30_000 } as const;

function describeNow(on: On): void {
  test('a line sent by itself is answered as it would be in a batch, by its key, once', async () => {
    const { running } = on();
    const before = await running.answeredNow();
    const shape = { model: running.model, jsonSchema: LABEL_SCHEMA, temperature: 0, maxOutputTokens: 2_000 };
    const provider = running.open(shape);
    const rows = TEXTS.map((user, at) => ({ key: `n-${at}`, system: 'Pick a label.', user: `Row ${at}: ${user}` }));
    const batch = await settle(provider, await submit(provider, rows, 'sub-beside'));
    const later = new Map((await answersOf(provider, batch)).map((line) => [line.key, line]));
    for (const row of rows) {
      const now = await provider.answerNow(provider.requestLine(row), PATIENT);
      expect(now).toMatchObject({ key: row.key, answer: later.get(row.key)?.answer, usage: later.get(row.key)?.usage });
      expect(now.tier).not.toBe('flex');
    }
    expect(await running.answeredNow()).toBe(before + rows.length);
  });

  test('a request that is refused for what it says is that row’s failure; a wrong key is refused, and nothing is billed', async () => {
    const { running, provider } = on();
    const before = await running.answeredNow();
    const tooLong = provider.requestLine({ key: 'long', user: 'word '.repeat(600_000) });
    expect(await provider.answerNow(tooLong, PATIENT)).toMatchObject({
      key: 'long',
      usage: null,
      answer: { kind: 'failure', cause: 'too_long' },
    });
    const stranger = running.open({ model: running.model, jsonSchema: null }, 'wrong');
    const line = provider.requestLine({ key: 'a', user: 'x' });
    await expect(stranger.answerNow(line, PATIENT)).rejects.toMatchObject({
      ...{ name: 'ProviderError', trouble: 'key_refused', outcome: 'refused' },
    });
    const nobody = running.open({ model: 'no-such-model', jsonSchema: null });
    const elsewhere = nobody.requestLine({ key: 'a', user: 'x' });
    await expect(nobody.answerNow(elsewhere, PATIENT)).rejects.toMatchObject({
      ...{ trouble: 'model_unavailable', outcome: 'refused' },
    });
    expect(await running.answeredNow()).toBe(before);
  });
}

async function submit(provider: Provider, rows: readonly RowRequest[], submissionId: string): Promise<BatchReport> {
  const lines = rows.map((row) => `${provider.requestLine(row)}\n`);
  const { fileId } = await provider.uploadInput(`${submissionId}.jsonl`, chunks(lines));
  return create(provider, fileId, submissionId);
}

function create(provider: Provider, inputFileId: string, submissionId: string): Promise<BatchReport> {
  return provider.createBatch({ submissionId, inputFileId, runId: 'run_1', batchId: 'bat_1', withinMs: 60_000 });
}

/** Looks until the batch is over. */
async function settle(provider: Provider, { batchId }: BatchReport): Promise<BatchReport> {
  while (true) {
    const batch = await provider.getBatch(batchId);
    if (batch.state !== 'working' && batch.state !== 'canceling') return batch;
  }
}

async function answersOf(provider: Provider, batch: BatchReport): Promise<AnswerLine[]> {
  const answers: AnswerLine[] = [];
  for (const fileId of [batch.outputFileId, batch.errorFileId]) {
    if (fileId === null) continue;
    const text = Buffer.concat(await collect(provider.readFile(fileId))).toString();
    for (const line of text.split('\n')) if (line !== '') answers.push(provider.parseLine(line));
  }
  return answers;
}

/** All of a stream, in order. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Cut where it hurts: in the middle of lines and of characters. */
async function* chunks(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(lines.join(''));
  for (let at = 0; at < bytes.length; at += 37) yield bytes.subarray(at, at + 37);
}
