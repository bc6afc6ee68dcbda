import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import { ApiError } from './api-error.ts';
import { fromWebStream } from './web-streams.ts';

export type Upload = {
  fields: ReadonlyMap<string, string>;
  /** Null when the form had no part called `file`. */
  filename: string | null;
  bytes: number;
  isTooLarge: boolean;
  /** False when not one byte of it could begin a JSON object. */
  hasObject: boolean;
};

/**
 * Streams the multipart body into the file at `path`; memory stays flat whatever arrives, with or without a
 * Content-Length. A body past `maxBytes` is read to its end (so that the sender hears the answer) but not kept.
 * Throws ApiError 400 when the body is no multipart form or breaks off.
 */
export async function receiveUpload(request: Request, path: string, maxBytes: number): Promise<Upload> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data;.*boundary=/i.test(contentType) || !request.body) {
    throw new ApiError(400, "We expected a multipart/form-data request with a part named 'file'.");
  }
  const upload: Upload = { fields: new Map(), filename: null, bytes: 0, isTooLarge: false, hasObject: false };
  const fields = new Map<string, string>();
  const headers: BusboyHeaders = { 'content-type': contentType };
  const form = new Busboy({
    headers,
    limits: { files: 1, fields: 20, fieldSize: 10_000, fileSize: Number.POSITIVE_INFINITY },
  });
  const writes: Promise<void>[] = [];
  form.on('field', (name, value) => fields.set(name, value));
  form.on('file', (name, stream, filename) => {
    if (name !== 'file') {
      stream.resume();
      return;
    }
    upload.filename = filename ?? '';
    const write = keep(stream, path, maxBytes, upload);
    // A broken body rejects both this write and the pipeline below; the pipeline's error is the one that is answered.
    write.catch(() => {});
    writes.push(write);
  });
  try {
    await pipeline(fromWebStream(request.body), form);
    await Promise.all(writes);
  } catch (error) {
    throw brokenForm(error);
  }
  return { ...upload, fields };
}

async function keep(stream: BusboyFileStream, path: string, maxBytes: number, upload: Upload): Promise<void> {
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      upload.bytes += chunk.length;
      upload.isTooLarge ||= upload.bytes > maxBytes;
      upload.hasObject ||= chunk.includes('{');
      done(null, upload.isTooLarge ? undefined : chunk);
    },
  });
  await pipeline(stream, meter, createWriteStream(path, { highWaterMark: 1 << 20 }));
}

function brokenForm(error: unknown): ApiError {
  const apiError = new ApiError(
    400,
    'There was an error parsing the body of this request: the multipart form is broken off or malformed.',
  );
  apiError.cause = error;
  return apiError;
}
