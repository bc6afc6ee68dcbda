import 'server-only';
import { createHash } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';

export const MAX_TRIES = 10;
const WINDOW_MS = 60_000;

/**
 * Counts a try against one email, in the database, so that several web machines count together. Counted
 * before the password is looked at: a hundred tries at once are a hundred. By email and not by address,
 * because an address is whatever the client's headers say.
 *
 * @throws AppError `rate_limited`.
 */
export async function countSignInAttempt(db: Db, email: string, nowMs = Date.now()): Promise<void> {
  await db.rateLimit.deleteMany({ where: { lastRequest: { lt: nowMs - 10 * WINDOW_MS } } });
  const key = keyOf(email, nowMs);
  const { count } = await db.rateLimit.upsert({
    where: { key },
    create: { id: key, key, count: 1, lastRequest: nowMs },
    update: { count: { increment: 1 }, lastRequest: nowMs },
  });
  if (count > MAX_TRIES) {
    throw new AppError('rate_limited', 'Too many tries with this email. Wait a minute and try again.');
  }
}

/** After a right password: only wrong ones are held against anyone. */
export async function forgetSignInAttempts(db: Db, email: string, nowMs = Date.now()): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key: keyOf(email, nowMs) } });
}

function keyOf(email: string, nowMs: number): string {
  const digest = createHash('sha256').update(email.toLowerCase()).digest('hex');
  return `sign-in:${digest}:${Math.floor(nowMs / WINDOW_MS)}`;
}
