import 'server-only';
import { createHash } from 'node:crypto';
import { AppError } from '#lib/errors.ts';

const MAX_KEY_LENGTH = 255;

/**
 * The Idempotency-Key of a request and a hash of its body, so that a repeat is told from another request under the same
 * key. The order of keys in the body does not matter, its values do. @throws AppError `bad_request` for an unusable key.
 */
export function readIdempotency(request: Request, body: unknown): { key: string; hash: string } | undefined {
  const key = request.headers.get('idempotency-key');
  if (key === null) return undefined;
  if (key.length > MAX_KEY_LENGTH || !/^[\x21-\x7e]+$/.test(key)) {
    throw new AppError(
      'bad_request',
      `The Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} printable ASCII characters without spaces, such as a UUID.`,
    );
  }
  return { key, hash: createHash('sha256').update(canonicalJson(body)).digest('hex') };
}

/** JSON with the keys of every object in one order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sortKeys(part) : part)) ?? 'null';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortKeys(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
