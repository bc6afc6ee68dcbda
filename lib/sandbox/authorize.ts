import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './api-error.ts';

export function isAllowed(request: Request, apiKey: string): boolean {
  const sent = bearerOf(request);
  // Digests have one length, so comparing them tells nothing about the key.
  return sent !== null && timingSafeEqual(sha256(sent), sha256(apiKey));
}

/** The 401 for a missing or a wrong key. */
export function keyError(request: Request): ApiError {
  const sent = bearerOf(request);
  if (sent === null) {
    return new ApiError(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    );
  }
  const shown = sent.length > 12 ? `${sent.slice(0, 8)}${'*'.repeat(8)}${sent.slice(-4)}` : '*'.repeat(sent.length);
  const message = `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`;
  return new ApiError(401, message, { code: 'invalid_api_key' });
}

function bearerOf(request: Request): string | null {
  return /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
