import { ApiError } from './api-error.ts';
import { parseBatchInput } from './batch-input.ts';
import { batchObject } from './batch-object.ts';
import type { Batch, BatchRecord } from './batch-record.ts';
import type { Context } from './context.ts';
import { readJsonBody } from './json-body.ts';
import { pageOf } from './paging.ts';
import { faultReply, jsonReply } from './replies.ts';

export async function createBatch(context: Context, request: Request): Promise<Response> {
  const body = await readJsonBody(request);
  const fault = context.faults.ask('create', '/batches', body);
  const early = await faultReply(fault, 'before', request.signal);
  if (early) return early;
  const input = parseBatchInput(body);
  const file = context.files.find(input.inputFileId, context.now());
  if (file && file.purpose !== 'batch') {
    const message = `Invalid file purpose: '${file.purpose}'. The input file of a batch must have purpose 'batch'.`;
    throw new ApiError(400, message, { param: 'input_file_id', code: 'invalid_value' });
  }
  const sequence = context.ids.nextSequence();
  const createdAtMs = context.now();
  const record: BatchRecord = {
    ...input,
    id: context.ids.batchId(sequence, createdAtMs),
    sequence,
    createdAtMs,
    cancel: null,
    hasInput: file !== null,
    faults: [...(context.faults.ask('batch', '/batches', body) ?? [])],
  };
  const batch = await context.batches.create(context, record, file && context.files.dataPath(file.id));
  const reply = await showBatch(context, batch);
  return (await faultReply(fault, 'after', request.signal)) ?? reply;
}

export async function cancelBatch(context: Context, id: string): Promise<Response> {
  const batch = findBatch(context, id);
  const { moment } = await context.batches.view(context, batch);
  if (moment.status === 'completed' || moment.status === 'failed' || moment.status === 'expired') {
    throw new ApiError(409, `Cannot cancel a batch with status '${moment.status}'.`);
  }
  await context.batches.cancel(context, batch);
  const view = await context.batches.view(context, batch);
  return jsonReply(batchObject(view, context.models), { isCompact: true });
}

export async function showBatch(context: Context, batch: Batch): Promise<Response> {
  return jsonReply(batchObject(await context.batches.view(context, batch), context.models));
}

export async function listBatches(context: Context, query: URLSearchParams): Promise<Response> {
  const newest = context.now() - context.faults.listLagMs;
  const visible = context.batches.list().filter((batch) => batch.record.createdAtMs <= newest);
  const page = pageOf(
    visible.map((batch) => ({ id: batch.record.id, batch })),
    query,
    { most: 100, usual: 20 },
  );
  const data = [];
  for (const { batch } of page.data) data.push(batchObject(await context.batches.view(context, batch), context.models));
  return jsonReply({ ...page, data });
}

export function findBatch(context: Context, id: string): Batch {
  const batch = context.batches.find(id);
  if (!batch) throw new ApiError(404, `No batch found with id '${id}'.`);
  return batch;
}
