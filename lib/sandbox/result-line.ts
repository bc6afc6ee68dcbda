import { answerRequest } from './answer.ts';
import type { LineKind } from './answer-index.ts';
import { ApiError, rateLimited, serverError } from './api-error.ts';
import type { BatchRecord, BatchUsage } from './batch-record.ts';
import { digest, fractionFrom } from './chance.ts';
import { isObject } from './json.ts';
import type { Model } from './models.ts';

export type ResultLine = { kind: LineKind; text: string; usage: BatchUsage };

const NO_USAGE: BatchUsage = { inputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
/** How often a line is spoiled by a fault that spoils some lines. */
const SPOILED = 0.1;

/** The result of one request of a batch: its line, where the line goes, and what it is billed. */
export function resultLine(
  record: BatchRecord,
  model: Model,
  requestText: string,
  failureRate: number,
  createdAt: number,
): ResultLine {
  const request: unknown = JSON.parse(requestText);
  const customId = isObject(request) && typeof request.custom_id === 'string' ? request.custom_id : '';
  const body = isObject(request) && isObject(request.body) ? request.body : {};
  const seed = `${record.id}\0${customId}`;
  const hex = digest(seed);
  const chance = fractionFrom(seed);
  const rate = record.faults.includes('all-fail') ? 1 : failureRate;
  // Lines that fail use the low end of the chance, spoiled lines the high end: faults never hide simulated failures.
  const isSpoiled = chance > 1 - SPOILED;
  if (isSpoiled && record.faults.includes('missing-lines')) return { kind: 'lost', text: '', usage: NO_USAGE };
  if (isSpoiled && record.faults.includes('status-zero')) {
    return { kind: 'error', text: envelope(hex, createdAt, customId, 0, '', '{}'), usage: NO_USAGE };
  }
  if (chance < rate) return failedLine(hex, createdAt, customId, fractionFrom(`${seed}\0which`));
  try {
    const answer = answerRequest(record.endpoint, body, model, seed, createdAt, record.faults);
    const answerText = isSpoiled && record.faults.includes('empty-bodies') ? '{}' : JSON.stringify(answer.body);
    const text = envelope(hex, createdAt, customId, 200, hex.slice(32, 64), answerText);
    return { kind: 'output', text: spoil(text, customId, isSpoiled, record), usage: answer.usage };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return refusedLine(hex, createdAt, customId, error);
  }
}

/** The line of a request that never ran because the batch ended first. */
export function unrunLine(
  record: BatchRecord,
  customId: string,
  status: 'cancelled' | 'expired',
  createdAt: number,
): string {
  const error =
    status === 'expired'
      ? { code: 'batch_expired', message: 'This request could not be executed before the completion window expired.' }
      : { code: 'batch_cancelled', message: 'The batch was cancelled before this request executed.' };
  return errorEnvelope(digest(`${record.id}\0${customId}`), createdAt, customId, error);
}

function failedLine(hex: string, createdAt: number, customId: string, which: number): ResultLine {
  if (which < 0.5) return refusedLine(hex, createdAt, customId, serverError());
  if (which < 0.8) return refusedLine(hex, createdAt, customId, rateLimited(1));
  const error = { code: 'request_timeout', message: 'The underlying call to the model timed out.' };
  return { kind: 'error', text: errorEnvelope(hex, createdAt, customId, error), usage: NO_USAGE };
}

function refusedLine(hex: string, createdAt: number, customId: string, error: ApiError): ResultLine {
  const text = envelope(hex, createdAt, customId, error.status, hex.slice(32, 64), JSON.stringify(error.body));
  return { kind: 'error', text, usage: NO_USAGE };
}

function spoil(text: string, customId: string, isSpoiled: boolean, record: BatchRecord): string {
  if (!isSpoiled) return text;
  if (record.faults.includes('duplicate-lines')) return text + text;
  if (record.faults.includes('malformed-lines')) return `${text.slice(0, Math.floor(text.length / 2))}\n`;
  if (record.faults.includes('foreign-lines')) {
    return text + text.replace(JSON.stringify(customId), JSON.stringify(`nobody-sent-${customId}`));
  }
  return text;
}

function envelope(
  hex: string,
  createdAt: number,
  customId: string,
  status: number,
  requestId: string,
  body: string,
): string {
  return `{"id": "${lineId(hex, createdAt)}", "custom_id": ${JSON.stringify(customId)}, "response": {"status_code": ${status}, "request_id": "${requestId}", "body": ${body}}, "error": null}\n`;
}

function errorEnvelope(
  hex: string,
  createdAt: number,
  customId: string,
  error: { code: string; message: string },
): string {
  const { code, message } = error;
  return `{"id": "${lineId(hex, createdAt)}", "custom_id": ${JSON.stringify(customId)}, "response": null, "error": {"code": "${code}", "message": ${JSON.stringify(message)}}}\n`;
}

function lineId(hex: string, createdAt: number): string {
  return `batch_req_${createdAt.toString(16).padStart(8, '0').slice(-8)}${hex.slice(0, 24)}`;
}
