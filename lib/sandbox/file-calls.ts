import { createReadStream } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ApiError, invalidValue, missingParameter, rateLimited } from './api-error.ts';
import type { Context } from './context.ts';
import { fileObject, type StoredFile } from './file-store.ts';
import { pageOf } from './paging.ts';
import { edgeReply, faultReply, jsonReply, replyHeaders } from './replies.ts';
import { temporaryPath } from './storage.ts';
import { receiveUpload, type Upload } from './upload.ts';
import { toWebStream } from './web-streams.ts';

export const THIRTY_DAYS_SECONDS = 2_592_000;
const PURPOSES = ['assistants', 'batch', 'evals', 'fine-tune', 'user_data', 'vision'];

export async function uploadFile(context: Context, request: Request): Promise<Response> {
  const fault = context.faults.ask('upload', '/files');
  const early = await faultReply(fault, 'before', request.signal);
  if (early) return early;
  const path = temporaryPath(context.storage);
  try {
    const upload = await receiveUpload(request, path, context.limits.fileBytes);
    checkUpload(upload);
    const expiresSeconds = expirySeconds(upload);
    if (upload.bytes === 0) await writeFile(path, '');
    const sequence = context.ids.nextSequence();
    const createdAtMs = context.now();
    const file: StoredFile = {
      id: context.ids.fileId(sequence),
      filename: upload.filename ?? '',
      purpose: upload.fields.get('purpose') ?? '',
      bytes: upload.bytes,
      createdAtMs,
      expiresAtMs: expiresSeconds === null ? null : createdAtMs + expiresSeconds * 1000,
      sequence,
    };
    await context.files.add(file, path);
    return (await faultReply(fault, 'after', request.signal)) ?? jsonReply(fileObject(file));
  } finally {
    await rm(path, { force: true });
  }
}

function checkUpload(upload: Upload): void {
  const purpose = upload.fields.get('purpose');
  if (upload.filename === null) throw missingParameter('file');
  if (purpose === undefined) throw missingParameter('purpose');
  if (!PURPOSES.includes(purpose)) throw invalidValue('purpose', purpose, PURPOSES);
  if (upload.isTooLarge) throw new ApiError(400, 'File is too large.', { param: 'file' });
  if (purpose !== 'batch') return;
  if (!upload.filename.endsWith('.jsonl')) throw new ApiError(400, 'Invalid file format for Batch API. Must be .jsonl');
  if (upload.bytes === 0) throw new ApiError(400, 'File is empty.', { param: 'file' });
  if (!upload.hasObject) {
    throw new ApiError(
      400,
      'Invalid file format. Input file needs to be in .jsonl format, with one JSON object per line.',
    );
  }
}

function expirySeconds(upload: Upload): number | null {
  const anchor = upload.fields.get('expires_after[anchor]');
  const text = upload.fields.get('expires_after[seconds]');
  if (anchor === undefined && text === undefined) {
    return upload.fields.get('purpose') === 'batch' ? THIRTY_DAYS_SECONDS : null;
  }
  return checkExpiry('expires_after', anchor, Number(text));
}

/** Seconds to live of an `expires_after` setting, or ApiError 400 when it is out of bounds. */
export function checkExpiry(param: string, anchor: unknown, seconds: unknown): number {
  if (anchor !== 'created_at') throw invalidValue(`${param}.anchor`, anchor, ['created_at']);
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 3600 && seconds <= THIRTY_DAYS_SECONDS)
    return seconds;
  const message = `Invalid '${param}.seconds': expected a whole number from 3600 to ${THIRTY_DAYS_SECONDS}.`;
  throw new ApiError(400, message, { param: `${param}.seconds`, code: 'invalid_value' });
}

export function listFiles(context: Context, query: URLSearchParams): Response {
  const purpose = query.get('purpose');
  const files = context.files.list(context.now()).filter((file) => purpose === null || file.purpose === purpose);
  if (query.get('order') === 'asc') files.reverse();
  const page = pageOf(files, query, { most: 10_000, usual: 10_000 });
  return jsonReply({ ...page, data: page.data.map(fileObject) });
}

export function getFile(context: Context, id: string): StoredFile {
  const file = context.files.find(id, context.now());
  if (!file) throw new ApiError(404, `No such File object: ${id}`, { param: 'id' });
  return file;
}

export async function removeFile(context: Context, id: string): Promise<Response> {
  getFile(context, id);
  await context.files.remove(id);
  return jsonReply({ object: 'file', deleted: true, id });
}

export async function sendContent(context: Context, id: string): Promise<Response> {
  const file = getFile(context, id);
  const fault = context.faults.ask('content', `/files/${id}/content`);
  if (fault === '502') return edgeReply(502, 'Bad Gateway');
  if (fault === '429') throw rateLimited(1);
  const headers = {
    ...replyHeaders('application/octet-stream'),
    'content-disposition': `attachment; filename="${file.filename.replace(/[^\x20-\x7e]|["\\]/g, '_')}"`,
  };
  const path = context.files.dataPath(id);
  if (fault) return new Response(halfOf(path, file.bytes, fault), { headers });
  // The file is opened before the answer begins: a deletion from now on cannot cut the download.
  const handle = await open(path);
  const stream = createReadStream(path, { fd: handle, highWaterMark: 256 * 1024 });
  return new Response(toWebStream(stream), { headers });
}

function halfOf(
  path: string,
  bytes: number,
  fault: 'drop-halfway' | 'ends-halfway' | 'stalls-halfway',
): ReadableStream<Uint8Array> {
  const half = Math.floor(bytes / 2);
  const source = createReadStream(path, { end: Math.max(0, half - 1) });
  async function* chunks(): AsyncGenerator<Uint8Array> {
    if (half > 0) yield* source;
    if (fault === 'drop-halfway') throw new Error('The sandbox was asked to cut this download.');
    if (fault === 'stalls-halfway') await new Promise(() => {});
  }
  return toWebStream(Readable.from(chunks()));
}
