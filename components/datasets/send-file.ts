import { z } from 'zod';
import type { Issue } from '#lib/errors.ts';

/** How a file is to be read. */
export type FileOptions = {
  name: string;
  /** Empty means "detect". */
  encoding: string;
  delimiter: string;
  hasHeader: boolean;
};
export type ImportOptions = FileOptions & { mode: 'strict' | 'lenient' };

export type ImportResult =
  | { kind: 'stored'; datasetId: string }
  | { kind: 'refused'; message: string; issues: readonly Issue[] }
  | { kind: 'canceled' };

const Stored = z.object({ id: z.string() });
const Problem = z.object({
  detail: z.string(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.string().exactOptional(),
        line: z.int().exactOptional(),
        record: z.int().exactOptional(),
        column: z.string().exactOptional(),
      }),
    )
    .default([]),
});

/** Where a file with these options is sent. */
export function importAddress(options: ImportOptions): string {
  const query = new URLSearchParams({ name: options.name, mode: options.mode });
  if (options.encoding) query.set('encoding', options.encoding);
  if (options.delimiter) query.set('delimiter', options.delimiter);
  if (!options.hasHeader) query.set('header', 'false');
  return `/api/v1/datasets?${query}`;
}

/**
 * Sends the file as it is; the browser reads it from disk piece by piece, so its size does not matter.
 * XMLHttpRequest because fetch still cannot tell how much of a body has left.
 */
export function sendFile(
  file: File,
  options: ImportOptions,
  watch: { signal: AbortSignal; onSent(sentBytes: number): void },
): Promise<ImportResult> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', importAddress(options));
    request.setRequestHeader('content-type', 'text/csv');
    request.upload.onprogress = (event) => watch.onSent(event.loaded);
    request.onload = () => resolve(readAnswer(request.status, request.responseText));
    request.onerror = () => resolve(refused('The connection was lost. Nothing was stored; try again.'));
    request.onabort = () => resolve({ kind: 'canceled' });
    watch.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Understands the server's answer; anything that is not ours (a proxy's page) becomes a sentence too. */
export function readAnswer(status: number, text: string): ImportResult {
  const body = parseJson(text);
  const stored = Stored.safeParse(body);
  if (status === 201 && stored.success) return { kind: 'stored', datasetId: stored.data.id };
  const problem = Problem.safeParse(body);
  if (problem.success) return { kind: 'refused', message: problem.data.detail, issues: problem.data.errors };
  return refused(`The server answered with status ${status} and no explanation. Nothing was stored; try again.`);
}

function refused(message: string): ImportResult {
  return { kind: 'refused', message, issues: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
