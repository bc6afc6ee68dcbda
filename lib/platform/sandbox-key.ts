import 'server-only';
import { createHmac } from 'node:crypto';
import { env } from './env.ts';

/** The key the built-in sandbox expects. Derived, so web and worker agree on it without storing or sending it anywhere. */
export function sandboxKey(): string {
  return `sk-sandbox-${createHmac('sha256', env.ROWMILL_SECRET).update('rowmill sandbox key').digest('hex')}`;
}
