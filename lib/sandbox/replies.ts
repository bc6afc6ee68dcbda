import { randomBytes } from 'node:crypto';
import { ApiError, rateLimited, serverError } from './api-error.ts';

/** Pretty-printed JSON, as the provider sends it; `isCompact` for the one answer (cancel) it sends in one line. */
export function jsonReply(body: unknown, options: { isCompact?: boolean } = {}): Response {
  const text = options.isCompact ? JSON.stringify(body) : JSON.stringify(body, null, 2);
  return new Response(`${text}\n`, { headers: replyHeaders('application/json') });
}

export function errorReply(error: ApiError): Response {
  const headers = { ...replyHeaders('application/json'), ...error.headers };
  return new Response(JSON.stringify(error.body, null, 2), { status: error.status, headers });
}

export function replyHeaders(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'openai-organization': 'org-sandbox',
    'openai-processing-ms': '5',
    'openai-version': '2020-10-01',
    'x-request-id': `req_${randomBytes(16).toString('hex')}`,
  };
}

/** An answer that never comes: the server cuts the connection when it sees a response of type "error". */
export function droppedReply(): Response {
  return Response.error();
}

/** Ends a call the way a fault says; null when the call should go on. A stalled call waits until the caller gives up. */
export async function faultReply(
  fault: string | null,
  when: 'before' | 'after',
  signal: AbortSignal,
): Promise<Response | null> {
  if (fault === null) return null;
  if (when === 'before' && fault === '429') throw rateLimited(1);
  if (when === 'before' && fault === 'quota') {
    const message = 'You exceeded your current quota, please check your plan and billing details.';
    throw new ApiError(429, message, { type: 'insufficient_quota', code: 'insufficient_quota' });
  }
  if (when === 'before' && fault === 'too-large-for-edge') return edgeReply(413, 'Request Entity Too Large');
  if (fault === `drop-${when}`) return droppedReply();
  if (fault === `500-${when}`) throw serverError();
  if (fault === `502-${when}`) return edgeReply(502, 'Bad Gateway');
  if (fault === `stall-${when}`) return stalledReply(signal);
  return null;
}

/** What the machine in front of the provider says: HTML, not JSON. */
export function edgeReply(status: number, words: string): Response {
  const html = `<html>\r\n<head><title>${status} ${words}</title></head>\r\n<body>\r\n<center><h1>${status} ${words}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return new Response(html, { status, headers: { 'content-type': 'text/html' } });
}

function stalledReply(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(droppedReply());
    signal.addEventListener('abort', () => resolve(droppedReply()), { once: true });
  });
}
