import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#lib/errors.ts';
import { env } from '#lib/platform/env.ts';
import { readBytes } from '#lib/platform/http/read-bytes.ts';

/** A provider's word that something happened to a batch of its own: a reason to look, never a fact. */
export type WebhookEvent = {
  /** The same for every delivery of one event. */
  id: string;
  /** The provider's own word for what happened. */
  type: string;
  /** Null when it is about something else than a batch. */
  providerBatchId: string | null;
};

type Options = { secrets: readonly string[]; nowMs: number; withinMs: number };

const TOLERANCE_SECONDS = 300;
const MAX_BODY_BYTES = 64 * 1024;
const BODY_WITHIN_MS = 10_000;

/** Printable, without spaces: fit for the database and for the log. */
const Word = z.string().regex(/^[\x21-\x7e]{1,255}$/);
const Event = z.object({ type: Word, data: z.unknown() });
const BatchEvent = z.object({ type: z.string().startsWith('batch.'), data: z.object({ id: Word }) });

/**
 * Reads an event and makes sure that the provider sent it, by the scheme of Standard Webhooks: `webhook-signature` holds
 * the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{the bytes of the body}`. Nothing of a body is parsed before.
 *
 * @throws AppError `not_found` (no secret is set), `bad_request` (not the provider's, too old, unreadable), `too_large`
 */
export async function readWebhook(request: Request, options: Partial<Options> = {}): Promise<WebhookEvent> {
  const { secrets = env.OPENAI_WEBHOOK_SECRET, nowMs = Date.now(), withinMs = BODY_WITHIN_MS } = options;
  if (secrets.length === 0) {
    throw new AppError(
      'not_found',
      'Webhooks are off. Set OPENAI_WEBHOOK_SECRET and start Rowmill again to take them.',
    );
  }
  // Before the body: who cannot have signed it need not send it.
  const id = requireWord(request.headers, 'webhook-id');
  const timestamp = requireTimestamp(request.headers, nowMs);
  const signatures = requireHeader(request.headers, 'webhook-signature');
  const body = await readBytes(request, { maxBytes: MAX_BODY_BYTES, withinMs });
  if (!isSigned(Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]), signatures, secrets)) {
    throw refused('The signature is not that of this body under the secret set here.');
  }
  return { id, ...parseEvent(body) };
}

function requireHeader(headers: Headers, name: string): string {
  const value = headers.get(name);
  if (!value) throw refused(`The header ${name} is missing.`);
  return value;
}

function requireWord(headers: Headers, name: string): string {
  const value = requireHeader(headers, name);
  if (!Word.safeParse(value).success)
    throw refused(`The header ${name} is longer than 255 characters or not plain text.`);
  return value;
}

/** Ten digits and nothing else: what is not quite a number of seconds is not one. */
function requireTimestamp(headers: Headers, nowMs: number): string {
  const value = requireHeader(headers, 'webhook-timestamp');
  if (!/^\d{10}$/.test(value)) throw refused('The header webhook-timestamp is not a time in seconds since 1970.');
  if (Math.abs(Math.floor(nowMs / 1000) - Number(value)) <= TOLERANCE_SECONDS) return value;
  throw refused(`The webhook-timestamp is more than ${TOLERANCE_SECONDS} s from the time here. Check the clocks.`);
}

/** Whether any signature is that of any secret. Always compares all, so that the time it takes tells nothing. */
function isSigned(signed: Buffer, signatures: string, secrets: readonly string[]): boolean {
  const given = signatures.split(' ').filter((signature) => signature.startsWith('v1,'));
  const expected = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  const matches = expected.flatMap((right) => given.map((signature) => isSame(signature, right)));
  return matches.includes(true);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseEvent(body: Buffer): Omit<WebhookEvent, 'id'> {
  const event = Event.safeParse(parseJson(body));
  if (!event.success) throw refused('The body is signed, but it is no event.');
  const { type } = event.data;
  const batchEvent = BatchEvent.safeParse(event.data);
  return { type, providerBatchId: batchEvent.success ? batchEvent.data.data.id : null };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}

function refused(message: string): AppError {
  return new AppError('bad_request', message);
}
