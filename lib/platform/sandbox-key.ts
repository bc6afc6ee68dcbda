import 'server-only';
import { createHmac } from 'node:crypto';
import { env } from './env.ts';

/**
 * The key the sandbox asks for. Derived, so that every process of an installation knows it without storing it, and
 * nobody outside can use the sandbox of a public installation.
 */
export function sandboxKey(): string {
  return `sk-sandbox-${createHmac('sha256', env.ROWMILL_SECRET).update('rowmill sandbox api key v1').digest('base64url')}`;
}
