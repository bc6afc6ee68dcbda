import 'server-only';
import { randomInt } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { recordAudit } from './audit.ts';
import { auth } from './better-auth.ts';
import { forgetSignInAttempts } from './sign-in-limit.ts';

/** Without those that are taken for one another when read from a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
/** 20 of 31 letters: 99 bits. */
const GROUPS = 4;
const GROUP_LENGTH = 5;

/**
 * Gives somebody who forgot theirs a new, made-up password, and ends all their sessions. For whoever runs Rowmill, from the
 * command line: nobody is asked who they are.
 * @returns the name of the person and the password, which is kept nowhere.
 * @throws AppError `not_found` when nobody signs in with this email.
 */
export async function resetPassword(email: string): Promise<{ name: string; password: string }> {
  const typed = email.trim().toLowerCase();
  const user = await db().user.findUnique({
    where: { email: typed },
    select: {
      id: true,
      name: true,
      accounts: { where: { providerId: 'credential' }, select: { id: true } },
      memberships: { select: { workspaceId: true } },
    },
  });
  const [account] = user?.accounts ?? [];
  if (!user || !account) throw new AppError('not_found', `Nobody signs in here with the email ${typed}.`);
  const password = makePassword();
  const context = await auth().$context;
  const hash = await context.password.hash(password);
  await db().$transaction(async (tx) => {
    await tx.account.update({ where: { id: account.id }, data: { password: hash } });
    await tx.session.deleteMany({ where: { userId: user.id } });
    for (const { workspaceId } of user.memberships) {
      const actor = { workspaceId, userId: null, name: 'The command line' };
      await recordAudit(tx, actor, 'password.reset', user.id, { person: user.name });
    }
  });
  await forgetSignInAttempts(db(), typed);
  return { name: user.name, password };
}

function makePassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)] ?? '';
  return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP_LENGTH }, letter).join('')).join('-');
}
