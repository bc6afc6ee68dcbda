import { appendFile, copyFile, open, rm, truncate, writeFile } from 'node:fs/promises';
import { AnswerIndex } from './answer-index.ts';
import type { Batch, BatchOutcome, BatchPlan, Moment } from './batch-record.ts';
import type { BatchStore } from './batch-store.ts';
import { base62, completionOrder, digest } from './chance.ts';
import type { Context } from './context.ts';
import { readLineTable } from './input-lines.ts';
import { isObject } from './json.ts';
import { unrunLine } from './result-line.ts';
import { temporaryPath } from './storage.ts';
import { Turns } from './turns.ts';

/**
 * Writes the end of a batch: its result files, then its outcome. Every id follows from the batch's id, so when the
 * process dies half-way the next attempt writes the same again.
 */
export async function settleBatch(
  context: Context,
  store: BatchStore,
  batch: Batch,
  moment: Moment,
): Promise<BatchOutcome> {
  const { record, plan } = batch;
  if (!plan || plan.errors.length > 0) {
    const outcome = { moment, completed: 0, failed: 0, usage: null, outputFileId: null, errorFileId: null };
    await store.saveOutcome(record.id, outcome);
    return outcome;
  }
  const index = batch.index ?? AnswerIndex.empty(0);
  const totals = index.after(moment.requestsDone);
  const output = await takePrefix(context, store.path(record.id, 'output'), totals.outputBytes);
  const errors = await takePrefix(context, store.path(record.id, 'errors'), totals.errorBytes);
  const errorBytes = totals.errorBytes + (await appendUnrun(store, batch, plan, moment, errors));
  if (record.faults.includes('truncated-last-line') && totals.outputBytes > 40)
    await truncate(output, totals.outputBytes - 40);
  const keepsEmpty = record.faults.includes('empty-error-file');
  const outcome = {
    moment,
    completed: totals.completed,
    failed: totals.failed,
    usage: totals.usage,
    outputFileId: totals.outputBytes > 0 ? await addResult(context, batch, moment, 'output', output) : null,
    errorFileId: errorBytes > 0 || keepsEmpty ? await addResult(context, batch, moment, 'error', errors) : null,
  };
  await Promise.all([rm(output, { force: true }), rm(errors, { force: true })]);
  await store.saveOutcome(record.id, outcome);
  return outcome;
}

/** A copy of the first `sizeBytes` bytes of a file. */
async function takePrefix(context: Context, path: string, sizeBytes: number): Promise<string> {
  const copy = temporaryPath(context.storage);
  if (sizeBytes === 0) {
    await writeFile(copy, '');
    return copy;
  }
  await copyFile(path, copy);
  await truncate(copy, sizeBytes);
  return copy;
}

/** Adds a line for every request that never ran, in the order they would have. Returns the bytes added. */
async function appendUnrun(
  store: BatchStore,
  batch: Batch,
  plan: BatchPlan,
  moment: Moment,
  path: string,
): Promise<number> {
  if (moment.status !== 'cancelled' && moment.status !== 'expired') return 0;
  const { record } = batch;
  const table = batch.table ?? (await readLineTable(store.path(record.id, 'input')));
  const createdAt = Math.floor((moment.endedAtMs ?? 0) / 1000);
  const input = await open(store.path(record.id, 'input'));
  const turns = new Turns();
  let text = '';
  try {
    for (const line of completionOrder(plan.total, record.id).subarray(moment.requestsDone)) {
      if (turns.isOver()) await turns.next();
      const request: unknown = JSON.parse(table.read(input.fd, line));
      const customId = isObject(request) ? String(request.custom_id) : '';
      text += unrunLine(record, customId, moment.status, createdAt);
    }
  } finally {
    await input.close();
  }
  await appendFile(path, text);
  return Buffer.byteLength(text);
}

async function addResult(
  context: Context,
  batch: Batch,
  moment: Moment,
  kind: 'output' | 'error',
  path: string,
): Promise<string> {
  const { record } = batch;
  const id = `file-${base62(digest(`${record.id} ${kind}`), 22)}`;
  const handle = await open(path);
  const { size } = await handle.stat();
  await handle.close();
  const createdAtMs = moment.endedAtMs ?? record.createdAtMs;
  const file = {
    id,
    filename: `${record.id}_${kind}.jsonl`,
    purpose: 'batch_output',
    bytes: size,
    createdAtMs,
    expiresAtMs: createdAtMs + record.outputExpiresSeconds * 1000,
    sequence: context.ids.nextSequence(),
  };
  await context.files.add(file, path);
  return id;
}
