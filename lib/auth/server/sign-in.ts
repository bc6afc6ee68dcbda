import 'server-only';
import { isAPIError } from 'better-auth/api';
import type { SignInInput } from '#lib/auth/schema.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { recordAudit } from './audit.ts';
import { auth } from './better-auth.ts';
import { findSessionActor } from './session.ts';
import { countSignInAttempt, forgetSignInAttempts } from './sign-in-limit.ts';

/**
 * Checks a password and starts a session; the cookie goes out with the answer.
 *
 * @returns the cookies to set, for callers outside a server action.
 * @throws AppError `unauthenticated` when they do not belong together, `rate_limited` after too many tries.
 */
export async function signIn({ email, password }: SignInInput, headers: Headers): Promise<string[]> {
  await countSignInAttempt(db(), email);
  const answer = await checkPassword(email, password, headers);
  if (!answer) {
    await recordForKnown(email, 'session.refused');
    throw new AppError('unauthenticated', 'This email and password do not belong together. Check both and try again.');
  }
  await forgetSignInAttempts(db(), email);
  await recordForKnown(email, 'session.created');
  return answer.headers.getSetCookie();
}

/** Ends the session of these cookies, here and on every other machine that has a copy of them. */
export async function signOut(headers: Headers): Promise<void> {
  const actor = await findSessionActor(headers);
  await auth().api.signOut({ headers });
  if (actor) await recordAudit(db(), actor, 'session.ended', actor.userId);
}

async function checkPassword(email: string, password: string, headers: Headers) {
  try {
    return await auth().api.signInEmail({ body: { email, password }, headers, returnHeaders: true });
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) return null;
    throw error;
  }
}

/** Only for people we know: what else is typed into the field may be a password by mistake. */
async function recordForKnown(email: string, action: 'session.created' | 'session.refused'): Promise<void> {
  const membership = await db().membership.findFirst({
    where: { user: { email } },
    select: { workspaceId: true, user: { select: { id: true, name: true } } },
  });
  if (!membership) return;
  const { workspaceId, user } = membership;
  await recordAudit(db(), { workspaceId, userId: user.id, name: user.name }, action, user.id);
}
