import 'server-only';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import { env } from '#lib/platform/env.ts';

/** Whose key it is. Both ids are bound into the sealed text: moved to another row, it no longer opens. */
export type KeyPlace = { workspaceId: string; connectionId: string };

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a provider's key for the database: AES-256-GCM, a random nonce, `v1.` and base64url of nonce, text and tag. */
export function sealApiKey(apiKey: string, place: KeyPlace): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(), nonce).setAAD(boundTo(place));
  const sealed = Buffer.concat([nonce, cipher.update(apiKey, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${sealed.toString('base64url')}`;
}

/** @throws AppError 'conflict' when it was sealed with another secret, for another connection, or is damaged */
export function openApiKey(sealed: string, place: KeyPlace): string {
  const [version, text, ...rest] = sealed.split('.');
  const bytes = Buffer.from(text ?? '', 'base64url');
  const isWhole = version === VERSION && rest.length === 0 && bytes.toString('base64url') === text;
  if (!isWhole || bytes.length <= NONCE_BYTES + TAG_BYTES) throw cannotOpen();
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw cannotOpen(cause);
  }
}

/** The last four characters of a key, for telling two apart; none of a key too short to hide the rest. */
export function hintOf(apiKey: string): string {
  return apiKey.length >= 12 ? `…${apiKey.slice(-4)}` : '…';
}

function cannotOpen(cause?: unknown): AppError {
  return new AppError(
    'conflict',
    'The stored key of this connection cannot be opened: it was sealed with another ROWMILL_SECRET, or is damaged. Enter the key again.',
    { cause },
  );
}

function sealingKey(): Buffer {
  return Buffer.from(hkdfSync('sha256', env.ROWMILL_SECRET, 'rowmill', `connection api key ${VERSION}`, 32));
}

function boundTo({ workspaceId, connectionId }: KeyPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, 'connection.apiKey', workspaceId, connectionId]));
}
