import type { Batch, BatchPlan, LineError } from './batch-record.ts';
import type { Context } from './context.ts';
import { LineTable, readLines } from './input-lines.ts';
import type { JsonObject } from './json.ts';
import { LineChecker } from './line-check.ts';
import { chatPrompt, responsesPrompt } from './prompt.ts';
import { tokensOf } from './tokens.ts';

export type Findings = Pick<BatchPlan, 'errors' | 'total' | 'model' | 'enqueuedTokens'>;

/** Validates the whole input of a batch and collects everything that is wrong with it. */
export async function planBatch(context: Context, batch: Batch, inputPath: string): Promise<Findings> {
  const { record } = batch;
  if (!record.hasInput || record.faults.includes('file-not-found')) {
    const message = `Cannot find file ${record.inputFileId}, or organization org-sandbox does not have access to it.`;
    return refused({ code: 'invalid_request', line: null, message, param: 'file_id' });
  }
  const checker = new LineChecker(record.endpoint, context.models);
  const table = new LineTable();
  const errors: LineError[] = [];
  let tokens = 0;
  let count = 0;
  for await (const line of readLines(inputPath)) {
    count++;
    // Past the limit nothing can be right any more; the rest is only counted.
    if (count > context.limits.batchRequests) continue;
    table.add(line);
    const result = checker.check(line.bytes.toString('utf8'), line.number);
    if (!('body' in result)) errors.push(result);
    else if (isLimited(context, checker.modelName)) tokens += promptTokens(record.endpoint, result.body);
  }
  if (count > context.limits.batchRequests) {
    const message = `The batch contains ${count} requests, which is more than the maximum of ${context.limits.batchRequests}.`;
    return refused({ code: 'too_many_tasks', line: null, message, param: null });
  }
  if (count === 0)
    return refused({
      code: 'empty_file',
      line: null,
      message: 'The batch input file contains no requests.',
      param: null,
    });
  if (errors.length > 0) return { errors, total: 0, model: null, enqueuedTokens: 0 };
  batch.table = table;
  return { errors, total: count, model: checker.modelName, enqueuedTokens: tokens };
}

/** The refusal of a batch for which the tokens waiting in unfinished batches leave no room. */
export function tokenLimitError(model: string, limit: number): LineError {
  const shown = (Number.isFinite(limit) ? limit : 2_000_000).toLocaleString('en-US');
  const message = `Enqueued token limit reached for ${model} in organization org-sandbox. Limit: ${shown} enqueued tokens. Please try again once some in_progress batches have been completed.`;
  return { code: 'token_limit_exceeded', line: null, message, param: null };
}

function refused(error: LineError): Findings {
  return { errors: [error], total: 0, model: null, enqueuedTokens: 0 };
}

function isLimited(context: Context, model: string | null): boolean {
  return model !== null && Number.isFinite(context.limits.enqueuedTokens(model));
}

function promptTokens(endpoint: string, body: JsonObject): number {
  if (endpoint === '/v1/chat/completions') return chatPrompt(body).inputTokens;
  if (endpoint === '/v1/responses') return responsesPrompt(body).inputTokens;
  return tokensOf(typeof body.input === 'string' ? body.input : JSON.stringify(body.input));
}
