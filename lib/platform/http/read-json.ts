import 'server-only';
import type { z } from 'zod';
import { AppError } from '#lib/errors.ts';
import { parseInput } from './parse-input.ts';
import { readBytes } from './read-bytes.ts';

const MAX_JSON_BYTES = 2 * 1024 * 1024;

/**
 * Reads a JSON body and checks it.
 *
 * @throws AppError `unsupported` (not JSON), `too_large`, `bad_request` (malformed), `invalid` (an issue per field).
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  limits: { maxBytes?: number } = {},
): Promise<z.output<S>> {
  requireJsonType(request);
  return parseInput(schema, parseJson(await readText(request, limits.maxBytes ?? MAX_JSON_BYTES)));
}

/** The same for a body that may be left out, which is read as `{}`. */
export async function readOptionalJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const text = await readText(request, MAX_JSON_BYTES);
  if (text === '') return parseInput(schema, {});
  requireJsonType(request);
  return parseInput(schema, parseJson(text));
}

function requireJsonType(request: Request): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json') return;
  throw new AppError('unsupported', 'Send the body as JSON, with the header "Content-Type: application/json".');
}

/** Checks the query of a request; a name given twice counts once, the last one. @throws AppError `invalid`. */
export function readQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  return parseInput(schema, Object.fromEntries(new URL(request.url).searchParams));
}

/** Reads at most `maxBytes` of UTF-8. */
async function readText(request: Request, maxBytes: number): Promise<string> {
  const bytes = await readBytes(request, { maxBytes });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not valid UTF-8.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not valid JSON.', { cause });
  }
}
