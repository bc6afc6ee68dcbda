import 'server-only';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { recordAudit } from './audit.ts';
import { auth } from './better-auth.ts';
import { type Actor, notSignedIn } from './session.ts';
import { countSignInAttempt, forgetSignInAttempts } from './sign-in-limit.ts';

/** Who is signed in, as their own account page shows it. @throws AppError `unauthenticated` for tokens. */
export async function getAccount(actor: Actor): Promise<{ name: string; email: string; sessions: number }> {
  const user = await db().user.findUnique({
    where: { id: userIdOf(actor) },
    select: {
      name: true,
      email: true,
      _count: { select: { sessions: { where: { expiresAt: { gt: new Date() } } } } },
    },
  });
  if (!user) throw notSignedIn();
  return { name: user.name, email: user.email, sessions: user._count.sessions };
}

/** Gives a person another name; what they did before keeps the old one. */
export async function renamePerson(actor: Actor, name: string): Promise<void> {
  const userId = userIdOf(actor);
  await db().$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { name } });
    await recordAudit(tx, actor, 'account.changed', userId, { name });
  });
}

/**
 * Changes a password after the old one was given again, and ends every other session of the person. Wrong ones count
 * like wrong ones at the sign-in: an open browser is no way to guess.
 * @throws AppError `invalid` at `currentPassword`, `rate_limited`.
 */
export async function changePassword(
  actor: Actor,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  headers: Headers,
): Promise<void> {
  const userId = userIdOf(actor);
  const { email } = await getAccount(actor);
  await countSignInAttempt(db(), email);
  const { password } = await auth().$context;
  const account = await db().account.findFirst({
    where: { userId, providerId: 'credential' },
    select: { id: true, password: true },
  });
  if (!account?.password || !(await password.verify({ hash: account.password, password: currentPassword }))) {
    const message = 'This is not your password.';
    throw new AppError('invalid', message, { issues: [{ path: 'currentPassword', message }] });
  }
  await forgetSignInAttempts(db(), email);
  const hash = await password.hash(newPassword);
  const session = await auth().api.getSession({ headers });
  await db().$transaction(async (tx) => {
    await tx.account.update({ where: { id: account.id }, data: { password: hash } });
    await tx.session.deleteMany({ where: { userId, NOT: { id: session?.session.id ?? '' } } });
    await recordAudit(tx, actor, 'account.changed', userId, { password: 'changed' });
  });
}

/** Ends every session of the person, this one too. */
export async function signOutEverywhere(actor: Actor): Promise<void> {
  const userId = userIdOf(actor);
  await db().$transaction(async (tx) => {
    await tx.session.deleteMany({ where: { userId } });
    await recordAudit(tx, actor, 'session.ended', userId, { where: 'everywhere' });
  });
}

function userIdOf({ userId }: Actor): string {
  if (userId === null) throw notSignedIn();
  return userId;
}
