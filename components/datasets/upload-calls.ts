import type { ImportLine, Upload, UploadChoices } from '#lib/datasets/upload.ts';
import { detailOf } from '#lib/problem-detail.ts';

/** A line on which nothing moves for so long is taken for dead. */
const STALL_MS = 60_000;

/** What keeps an upload from going on, and what helps. */
export class UploadTrouble extends Error {
  override readonly name = 'UploadTrouble';
  /** `wait`: it may work later. `gone`: the server has nothing of it. `smaller`: in smaller pieces. `refused`: never. */
  readonly remedy: 'wait' | 'gone' | 'smaller' | 'refused';

  constructor(remedy: UploadTrouble['remedy'], message: string) {
    super(message);
    this.remedy = remedy;
  }
}

const LOST = 'The connection was lost.';

const loadSchema = () => import('#lib/datasets/upload.ts');

export async function openUpload(sizeBytes: number, signal: AbortSignal): Promise<Upload> {
  return readUpload(await ask('/api/uploads', { ...jsonBody({ sizeBytes }), signal }));
}

/** From where to go on. */
export async function askUpload(uploadId: string, signal: AbortSignal): Promise<Upload> {
  return readUpload(await ask(`/api/uploads/${uploadId}`, { signal }));
}

/** Lets go of everything the server has of it. Works while the page closes; what fails is swept there after a day. */
export function discardUpload(uploadId: string): void {
  const send = () => fetch(`/api/uploads/${uploadId}`, { method: 'DELETE', keepalive: true });
  send().catch(() => window.addEventListener('online', () => void send().catch(() => undefined), { once: true }));
}

/** Sends one piece. XMLHttpRequest because fetch still cannot tell how much of a body has left. */
export function sendChunk(
  uploadId: string,
  fromByte: number,
  piece: Blob,
  { signal, onSent }: { signal: AbortSignal; onSent(sentBytes: number): void },
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall = setTimeout(() => request.abort(), STALL_MS);
    const giveUp = () => request.abort();
    const end = (settle: () => void) => {
      clearTimeout(stall);
      signal.removeEventListener('abort', giveUp);
      settle();
    };
    const lost = () => end(() => reject(signal.aborted ? signal.reason : new UploadTrouble('wait', LOST)));
    request.open('PUT', `/api/uploads/${uploadId}?from=${fromByte}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => {
      clearTimeout(stall);
      stall = setTimeout(giveUp, STALL_MS);
      onSent(event.loaded);
    };
    request.onload = () => end(() => resolve(readUpload({ status: request.status, text: request.responseText })));
    request.onerror = lost;
    request.onabort = lost;
    signal.addEventListener('abort', giveUp, { once: true });
    request.send(piece);
  });
}

/** Has the whole file read; `onLine` hears how far it is, the answer is the last line. */
export async function importUpload(
  uploadId: string,
  choices: UploadChoices,
  { signal, onLine }: { signal: AbortSignal; onLine(line: ImportLine): void },
): Promise<Exclude<ImportLine, { kind: 'reading' }>> {
  const response = await reach(`/api/uploads/${uploadId}/import`, { ...jsonBody(choices), signal });
  if (!response.ok || !response.body) throw troubleOf(response.status, await response.text());
  const { ImportLine } = await loadSchema();
  for await (const text of linesOf(response.body, signal)) {
    const line = ImportLine.parse(JSON.parse(text));
    if (line.kind !== 'reading') return line;
    onLine(line);
  }
  throw new UploadTrouble('wait', LOST);
}

async function* linesOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      signal.throwIfAborted();
      throw new UploadTrouble('wait', LOST);
    });
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function ask(address: string, init: RequestInit): Promise<{ status: number; text: string }> {
  const response = await reach(address, init);
  return { status: response.status, text: await response.text() };
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new UploadTrouble('wait', LOST);
  }
}

function jsonBody(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function readUpload({ status, text }: { status: number; text: string }): Promise<Upload> {
  const { Upload } = await loadSchema();
  const upload = Upload.safeParse(parseJson(text));
  if (status < 300 && upload.success) return upload.data;
  throw troubleOf(status, text);
}

/** Understands every answer that is not the one hoped for, also a page of some server on the way. */
export function troubleOf(status: number, text: string): UploadTrouble {
  const detail = detailOf(parseJson(text));
  if (status === 404 && detail !== null) return new UploadTrouble('gone', detail);
  if (status === 413) return new UploadTrouble('smaller', TOO_LARGE);
  if (status === 401) return new UploadTrouble('wait', 'You are signed out. Sign in again in another tab.');
  if (status === 409) return new UploadTrouble('wait', detail ?? LOST);
  if (status === 429 || status >= 500) return new UploadTrouble('wait', detail ?? 'Rowmill is not answering.');
  if (detail !== null) return new UploadTrouble('refused', detail);
  return new UploadTrouble('refused', `The server answered with status ${status} and no explanation.`);
}

const TOO_LARGE = 'Something between this browser and Rowmill lets no pieces of 1 MB through. Ask who runs it.';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
