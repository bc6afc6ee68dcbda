import { type FileHandle, open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AnswerIndex } from './answer-index.ts';
import type { Batch, BatchPlan } from './batch-record.ts';
import type { BatchStore } from './batch-store.ts';
import { completionOrder } from './chance.ts';
import type { Context } from './context.ts';
import { type LineTable, readLineTable } from './input-lines.ts';
import { type ResultLine, resultLine } from './result-line.ts';
import { readJson, saveJson } from './storage.ts';
import { Turns } from './turns.ts';

const FLUSH_CHARACTERS = 512 * 1024;
const AnswersDone = z.object({ atMs: z.number() });

/**
 * Makes all answers of a planned batch on disk, in the order they complete; or finds them there, made before a
 * restart. Progress shows in `batch.index`. A cancel stops it: no more is made than was done at that moment.
 */
export async function makeAnswers(context: Context, store: BatchStore, batch: Batch, plan: BatchPlan): Promise<void> {
  const { id } = batch.record;
  const found = AnswersDone.nullable().parse(await readJson(store.path(id, 'answers.json')));
  if (found) {
    batch.index = AnswerIndex.fromBytes(await readFile(store.path(id, 'index')));
    batch.answersAtMs = found.atMs;
    return;
  }
  batch.table ??= await readLineTable(store.path(id, 'input'));
  batch.index = AnswerIndex.empty(plan.total);
  const input = await open(store.path(id, 'input'));
  const output = new LineWriter(await open(store.path(id, 'output'), 'w'));
  const errors = new LineWriter(await open(store.path(id, 'errors'), 'w'));
  try {
    await answerAll(context, batch, plan, { table: batch.table, index: batch.index, input, output, errors });
    await output.flush();
    await errors.flush();
  } finally {
    await Promise.all([input.close(), output.close(), errors.close()]);
  }
  if (batch.record.cancel) return;
  const index = await open(store.path(id, 'index'), 'w');
  await index.writeFile(batch.index.toBytes());
  await index.close();
  const atMs = context.now();
  await saveJson(context.storage, store.path(id, 'answers.json'), { atMs });
  batch.answersAtMs = atMs;
}

type Desk = { table: LineTable; index: AnswerIndex; input: FileHandle; output: LineWriter; errors: LineWriter };

async function answerAll(context: Context, batch: Batch, plan: BatchPlan, desk: Desk): Promise<void> {
  const model = context.models.get(plan.model ?? '');
  if (!model)
    throw new Error(`Batch ${batch.record.id} was planned for a model the sandbox does not know: ${plan.model}`);
  const turns = new Turns();
  const runMs = context.pace.runMs(plan.total);
  for (const [position, line] of completionOrder(plan.total, batch.record.id).entries()) {
    if (turns.isOver()) await turns.next();
    if (batch.record.cancel && position >= batch.record.cancel.requestsDone) return;
    const createdAt = Math.floor((plan.validatedAtMs + (runMs * position) / plan.total) / 1000);
    const text = desk.table.read(desk.input.fd, line);
    const result = resultLine(batch.record, model, text, context.failureRate, createdAt);
    desk.index.add(result.kind, writeTo(desk, result), result.usage);
    if (desk.output.isFull) await desk.output.flush();
    if (desk.errors.isFull) await desk.errors.flush();
  }
}

function writeTo(desk: Desk, result: ResultLine): number {
  if (result.kind === 'lost') return 0;
  return (result.kind === 'output' ? desk.output : desk.errors).add(result.text);
}

/** Gathers lines and writes them in large pieces. */
class LineWriter {
  readonly #handle: FileHandle;
  #pieces: string[] = [];
  #characters = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  get isFull(): boolean {
    return this.#characters >= FLUSH_CHARACTERS;
  }

  /** Returns the size of the text in bytes. */
  add(text: string): number {
    this.#pieces.push(text);
    this.#characters += text.length;
    return Buffer.byteLength(text);
  }

  async flush(): Promise<void> {
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#characters = 0;
    await this.#handle.appendFile(text);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
