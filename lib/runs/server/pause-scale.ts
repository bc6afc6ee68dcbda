import 'server-only';
import { env } from '#lib/platform/env.ts';

const USUAL_POLL_SECONDS = 30;

/** Whoever looks more often than usual, as tests do, waits less in everything else too. */
export function pauseScale(): number {
  return Math.min(1, env.POLL_SECONDS / USUAL_POLL_SECONDS);
}
